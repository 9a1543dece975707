import { spawnSync } from "node:child_process";
import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { verifyChain } from "../../lib/audit/verify";
import { appendEvent } from "../testing/fixtures";
import { useTestDatabase } from "../testing/use-database";

const database = useTestDatabase();

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "tools/commands/audit-verify.ts", ...args],
    { encoding: "utf8", timeout: 180_000 },
  );
  return { status, stdout, stderr };
}

beforeAll(async () => {
  for (const chain of ["acme-org", "acme-org", "system"]) await appendEvent(chain);
});

test("the command prints every chain with its head, and succeeds", () => {
  const { status, stdout } = run();
  expect(stdout.trim().split("\n")).toEqual([
    expect.stringMatching(/^acme-org {2}2 events {2}head 2:[0-9a-f]{64} {2}ok$/),
    expect.stringMatching(/^system {2}1 events {2}head 1:[0-9a-f]{64} {2}ok$/),
  ]);
  expect(status).toBe(0);
});

test("the command prints a fault and fails; a noted head reveals a truncated chain", async () => {
  const { head } = await verifyChain("acme-org");
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER USER; ALTER TABLE "AuditHead" DISABLE TRIGGER USER;
    DELETE FROM "AuditEvent" WHERE "chain" = 'acme-org' AND "sequence" = 2;
    UPDATE "AuditHead" SET "sequence" = 1, "mac" = (SELECT "mac" FROM "AuditEvent" WHERE "chain" = 'acme-org')
      WHERE "chain" = 'acme-org'`);
  await owner.end();
  expect(run("--chain", "acme-org")).toMatchObject({ status: 0 });
  expect(run("--chain", "acme-org", "--head", `2:${head?.mac}`)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("FAULT: the end is missing, from event 2 on"),
  });
});

test("a malformed head is refused with the usage", () => {
  expect(run("--head", "1:abc")).toMatchObject({ status: 1, stderr: expect.stringContaining("Usage:") });
});
