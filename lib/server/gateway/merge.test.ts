import { expect, test } from "vitest";
import { mergeExpositions } from "./merge";

const one = `# HELP checks_total Checks.
# TYPE checks_total counter
checks_total{outcome="ok"} 3

# HELP lag_seconds Lag.
# TYPE lag_seconds gauge
lag_seconds 0.5
`;

test("each sample names its worker, and each family is described once", () => {
  const merged = mergeExpositions(
    new Map([
      ["1", one],
      ["2", one.replace("3", "4")],
    ]),
  );
  expect(merged).toBe(`# HELP checks_total Checks.
# TYPE checks_total counter
checks_total{outcome="ok",worker="1"} 3
checks_total{outcome="ok",worker="2"} 4
# HELP lag_seconds Lag.
# TYPE lag_seconds gauge
lag_seconds{worker="1"} 0.5
lag_seconds{worker="2"} 0.5
`);
});

test("label values with braces and spaces are kept", () => {
  const text = '# TYPE route_total counter\nroute_total{route="/a/{id} b",le="+Inf"} 1e+21 1700000000000\n';
  expect(mergeExpositions(new Map([["7", text]]))).toContain(
    'route_total{route="/a/{id} b",le="+Inf",worker="7"} 1e+21 1700000000000',
  );
});

test("a worker that did not answer is left out", () => {
  expect(mergeExpositions(new Map())).toBe("");
});
