import { expect, test } from "vitest";
import { runNode } from "../../tools/node";

const SCRIPT = `
  import { log } from "./lib/platform/log";
  import { withRequest } from "./lib/platform/request-context";
  withRequest({ id: "a-1", route: "/login" }, () => {
    log.error({ err: new Error("broken") }, "a page failed");
    log.info({ token: "latch_hidden", actor: { password: "latch_hidden" } }, "with credentials");
  });
  log.warn("of no request");`;

test("a line is JSON, names the request that caused it, and has no credentials", async () => {
  const environment = { ...process.env, LOG_LEVEL: "info" };
  const { output } = await runNode(["--import", "tsx", "--input-type=module", "--eval", SCRIPT], { environment });
  const lines = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const request = { requestId: "a-1", route: "/login" };
  expect(lines).toMatchObject([
    { ...request, level: "error", msg: "a page failed", err: { message: "broken" } },
    { ...request, level: "info", token: "[redacted]", actor: { password: "[redacted]" } },
    { level: "warn", msg: "of no request" },
  ]);
  expect(lines[2]).not.toHaveProperty("requestId");
  expect(output).not.toContain("latch_hidden");
});
