import { expect, test } from "vitest";
import { checksOnly, named, shortName, statusesOf, viewOf } from "./check-view";

const checks = [
  { queryId: "//policy.example/queries/ssh", score: 100, status: "pass" },
  { queryId: "tls", score: 20, status: "fail" },
  { queryId: "dns", score: null, status: "skip" },
  { queryId: "kernel", score: 0, status: "fail" },
];
const plain = named(checks, new Map());

test("failures and errors come first", () => {
  expect(viewOf(plain, { status: undefined, search: undefined }).map(({ queryId }) => shortName(queryId))).toEqual([
    "kernel",
    "tls",
    "ssh",
    "dns",
  ]);
});

test("of the failures the most severe comes first", () => {
  const rated = named(checks, new Map([["tls", { title: "TLS", impact: 70 }]]));
  expect(viewOf(rated, { status: "fail", search: undefined }).map(({ uid }) => uid)).toEqual(["tls", "kernel"]);
});

test("checks are found by status, id and title", () => {
  const titled = named(checks, new Map([["ssh", { title: "Root cannot sign in", impact: null }]]));
  const found = (status: string | undefined, search: string) =>
    viewOf(titled, { status, search }).map(({ uid }) => uid);
  expect(found("fail", "TL")).toEqual(["tls"]);
  expect(found(undefined, "root CANNOT")).toEqual(["ssh"]);
});

test("scores of the asset, its space and its policies are no checks", () => {
  const asset = "//assets.api.mondoo.app/spaces/mars/assets/1";
  const aggregates = [
    asset,
    "//captain.api.mondoo.app/spaces/mars",
    "//local.cnspec.io/run/local-execution",
    "//policy.api.mondoo.app/policies/linux",
    "//policy.api.mondoo.app/spaces/mars/policies/linux",
    "//policy.api.mondoo.app/frameworks/cis",
  ].map((queryId) => ({ queryId, score: 10, status: "fail" }));
  expect(checksOnly([...aggregates, ...checks], asset)).toEqual(checks);
});

test("each status is counted, failures first", () => {
  expect(statusesOf(checks)).toEqual([
    { status: "fail", checks: 2 },
    { status: "pass", checks: 1 },
    { status: "skip", checks: 1 },
  ]);
});
