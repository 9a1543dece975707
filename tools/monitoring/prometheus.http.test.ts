import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../launcher/address";
import { inRoot } from "../project";
import { startDaemon } from "../testing/daemon";
import { testWith } from "../testing/programs";
import { scratchFolder } from "../testing/scratch";
import { startServer, type Mount, type TestServer } from "../testing/server";

const METRICS_TOKEN = "metrics-metrics-metrics";
const documentOf = (name: string) => inRoot("docs/operations", name);

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe.each<Mount>(["server", "gateway"])("the metrics of %s", (mount) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ mount, env: { METRICS_TOKEN } });
    await fetch(`${server.url}/api/v1/organization`);
    if (mount === "server") await fetch(`${server.url}/login`);
  });
  afterAll(() => server.stop());

  const metrics = async () => {
    const answer = await fetch(`${server.url}/api/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    expect(answer.status).toBe(200);
    return answer.text();
  };

  test("say that the database is up, which version runs, and what is pending", async () => {
    const text = await metrics();
    const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as { version: string };
    expect(text).toMatch(/^latchkey_database_up(?:\{worker="\d+"\})? 1$/m);
    expect(text).toMatch(new RegExp(`^latchkey_build_info\\{version="${version.replaceAll(".", "\\.")}",node="v`, "m"));
    // A page is counted once its connection is written, which may be after the browser has received it.
    if (mount === "server") await expect.poll(metrics).toMatch(/^latchkey_page_requests_total\{status="\d+"\} [1-9]/m);
  });

  test("have every name that the dashboard and the rules use", async () => {
    const used = ["grafana-dashboard.json", "prometheus-rules.yml"].flatMap(
      (name) => readFileSync(documentOf(name), "utf8").match(/latchkey_[a-z0-9_]+/g) ?? [],
    );
    expect(used.length).toBeGreaterThan(20);
    const text = await metrics();
    expect([...new Set(used)].filter((name) => !text.includes(name))).toEqual([]);
  });

  testWith("promtool", "prometheus", "pass promtool's check", async (file) => {
    const input = await metrics();
    expect(execFileSync(file, ["check", "metrics"], { input, encoding: "utf8", stdio: "pipe" })).toBe("");
  });

  testWith("prometheus", "prometheus", "are scraped by Prometheus with our configuration and rules", async (file) => {
    const { folder, remove } = scratchFolder();
    ends.push(remove);
    const port = await freePort();
    const config = readFileSync(documentOf("prometheus.yml"), "utf8")
      .replace("127.0.0.1:3000", new URL(server.url).host)
      .replace("15s", "1s");
    writeFileSync(path.join(folder, "prometheus.yml"), config);
    writeFileSync(path.join(folder, "prometheus-rules.yml"), readFileSync(documentOf("prometheus-rules.yml")));
    writeFileSync(path.join(folder, "metrics-token"), METRICS_TOKEN);
    const args = [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    const prometheus = await startDaemon({ file, args, port });
    ends.push(() => prometheus.stop());
    const ask = async (query: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`);
      const { data } = (await answer.json()) as { data?: { result: { value: [number, string] }[] } };
      return data?.result.map(({ value }) => value[1]) ?? [];
    };
    await expect.poll(() => ask("up"), { timeout: 60_000, interval: 500 }).toEqual(["1"]);
    await expect.poll(() => ask("min(latchkey_database_up)"), { timeout: 60_000, interval: 500 }).toEqual(["1"]);
    const rules = (await (await fetch(`http://127.0.0.1:${port}/api/v1/rules`)).json()) as {
      data: { groups: { rules: { health: string }[] }[] };
    };
    expect(rules.data.groups[0]?.rules.length).toBeGreaterThan(5);
  });
});

testWith("promtool", "prometheus", "promtool accepts the alert rules", async (file) => {
  const output = execFileSync(file, ["check", "rules", documentOf("prometheus-rules.yml")], { encoding: "utf8" });
  expect(output).toContain("SUCCESS");
});
