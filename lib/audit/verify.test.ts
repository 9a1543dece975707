import { rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundleWorkers } from "../../tools/building/server-bundle";
import { useTestDatabase } from "../../tools/testing/use-database";
import { db, type Tx } from "../platform/db";
import { prepared } from "../platform/db/prepared";
import { inTransaction } from "../platform/db/transaction";
import { useWorkersIn } from "../platform/worker/worker-file";
import { appendAudit } from "./append";
import { listChains, verifyChain } from "./verify";

const database = useTestDatabase();

/** A client with the owner's rights. Nothing can prevent its changes, so the chain must reveal them. */
let intruder: pg.Client;
let chain: string;
let chains = 0;

const FOLDER = `dist/testing-verify-${process.pid}`;
beforeAll(() => bundleWorkers(FOLDER));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

beforeAll(async () => {
  intruder = new pg.Client({ connectionString: database.ownerUrl });
  await intruder.connect();
});
afterAll(() => intruder.end());

async function append(count: number, to = chain) {
  for (let i = 1; i <= count; i += 1)
    await inTransaction(async (tx) => {
      await appendOne(tx, to, i);
      return { ok: true };
    });
}

/** The same in one transaction. */
const appendAtOnce = (count: number) =>
  inTransaction(async (tx) => {
    for (let i = 1; i <= count; i += 1) await appendOne(tx, chain, i);
    return { ok: true };
  });

function appendOne(tx: Tx, to: string, i: number) {
  return appendAudit(tx, {
    chain: to,
    actor: { kind: "system", name: "Tëst", address: "2001:db8::1" },
    action: "thing.done",
    resource: { kind: "thing", id: String(i) },
    message: `Did it “${i}” 🦊`,
    change: { z: { from: null, to: [1, "é", true] }, a: i, nothing: undefined as never },
  });
}

/** Runs statements that the triggers forbid. */
async function tamper(...statements: string[]) {
  const tables = ["AuditEvent", "AuditHead"];
  for (const table of tables) await intruder.query(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
  for (const statement of statements) await intruder.query(statement.replaceAll("$chain", `'${chain}'`));
  for (const table of tables) await intruder.query(`ALTER TABLE "${table}" ENABLE TRIGGER USER`);
}

const fault = async (expectedHead?: { sequence: number; mac: string }) =>
  (await verifyChain(chain, { expectedHead })).fault;

beforeEach(async () => {
  chain = `chain-${(chains += 1)}`;
  await append(5);
});

const PLACES = [
  ["in the process", new URL("file:///nowhere/")],
  ["in a thread", pathToFileURL(`${FOLDER}/`)],
] as const;

describe.each(PLACES)("verified %s", (_place, workers) => {
  beforeEach(() => useWorkersIn(workers));

  test("an unmodified chain is valid and has a head", async () => {
    const verification = await verifyChain(chain);
    expect(verification).toEqual({
      chain,
      verified: 5,
      sealed: 0,
      head: { sequence: 5, mac: expect.stringMatching(/^[0-9a-f]{64}$/) },
      fault: null,
    });
    await append(2);
    expect(await fault(verification.head ?? undefined)).toBeNull();
    expect(await listChains()).toContain(chain);
  });

  test("a chain without events is empty", async () => {
    expect(await verifyChain("nobody")).toEqual({ chain: "nobody", verified: 0, sealed: 0, head: null, fault: null });
  });

  test("a long chain that grows during the verification is valid", async () => {
    for (let i = 0; i < 7; i += 1) await appendAtOnce(60);
    const verifications = Promise.all([verifyChain(chain), verifyChain(chain)]);
    await append(30);
    for (const { verified, head, fault } of await verifications) {
      expect(fault).toBeNull();
      expect(verified).toBeGreaterThanOrEqual(425);
      expect(head?.sequence).toBe(verified);
    }
    expect(await verifyChain(chain)).toMatchObject({ verified: 455, fault: null });
  });

  test("concurrent writers leave no gaps", async () => {
    await Promise.all([append(6), append(6), append(6)]);
    expect(await verifyChain(chain)).toMatchObject({ verified: 23, fault: null });
  });

  test.each([
    ["message", `"message" = 'Did nothing'`],
    ["actor", `"actorName" = 'Somebody else'`],
    ["action", `"action" = 'thing.undone'`],
    ["change", `"change" = '{"a": 3}'`],
    ["time", `"at" = "at" + interval '1 ms'`],
    ["address", `"address" = NULL`],
  ])("a modified %s column is detected", async (_what, assignment) => {
    await tamper(`UPDATE "AuditEvent" SET ${assignment} WHERE "chain" = $chain AND "sequence" = 3`);
    expect(await verifyChain(chain)).toMatchObject({ verified: 2, fault: { sequence: 3, reason: "columns" } });
  });

  test("modified bytes and a forged MAC are detected", async () => {
    await tamper(
      `UPDATE "AuditEvent" SET "canonical" = convert_to(replace(convert_from("canonical", 'UTF8'), 'Did it', 'Hid it'),
        'UTF8'), "message" = replace("message", 'Did it', 'Hid it') WHERE "chain" = $chain AND "sequence" = 2`,
    );
    expect(await fault()).toEqual({ sequence: 2, reason: "altered" });
    await tamper(`UPDATE "AuditEvent" SET "mac" = sha256("canonical") WHERE "chain" = $chain AND "sequence" = 1`);
    expect(await fault()).toEqual({ sequence: 1, reason: "altered" });
  });

  test("a removed event and two swapped events are detected", async () => {
    await tamper(`DELETE FROM "AuditEvent" WHERE "chain" = $chain AND "sequence" = 4`);
    expect(await fault()).toEqual({ sequence: 5, reason: "missing" });
    await tamper(
      `UPDATE "AuditEvent" SET "sequence" = 100 WHERE "chain" = $chain AND "sequence" = 1`,
      `UPDATE "AuditEvent" SET "sequence" = 1 WHERE "chain" = $chain AND "sequence" = 2`,
      `UPDATE "AuditEvent" SET "sequence" = 2 WHERE "chain" = $chain AND "sequence" = 100`,
    );
    expect(await fault()).toEqual({ sequence: 1, reason: "altered" });
  });

  test("a truncated chain is detected by its head", async () => {
    await tamper(`DELETE FROM "AuditEvent" WHERE "chain" = $chain AND "sequence" > 3`);
    expect(await verifyChain(chain)).toMatchObject({ verified: 3, fault: { sequence: 4, reason: "truncated" } });
  });

  test("a truncated chain with a modified head is detected by a head that was noted earlier", async () => {
    const { head } = await verifyChain(chain);
    await tamper(
      `DELETE FROM "AuditEvent" WHERE "chain" = $chain AND "sequence" > 3`,
      `UPDATE "AuditHead" SET "sequence" = 3,
        "mac" = (SELECT "mac" FROM "AuditEvent" WHERE "chain" = $chain AND "sequence" = 3) WHERE "chain" = $chain`,
    );
    expect(await fault()).toBeNull();
    expect(await fault(head ?? undefined)).toEqual({ sequence: 4, reason: "truncated" });
    await append(4);
    expect(await fault(head ?? undefined)).toEqual({ sequence: 5, reason: "replaced" });
  });

  test("a removed head, or one that was moved back, is detected", async () => {
    await tamper(`UPDATE "AuditHead" SET "sequence" = 4 WHERE "chain" = $chain`);
    expect(await fault()).toEqual({ sequence: 4, reason: "replaced" });
    await tamper(`DELETE FROM "AuditHead" WHERE "chain" = $chain`);
    expect(await fault()).toEqual({ sequence: 1, reason: "replaced" });
  });

  test("a chain written under another key does not verify", async () => {
    await tamper(`UPDATE "AuditEvent" SET "mac" = sha256("mac") WHERE "chain" = $chain`);
    expect(await verifyChain(chain)).toMatchObject({
      verified: 0,
      head: null,
      fault: { sequence: 1, reason: "altered" },
    });
  });
});

test("verifying every chain at once leaves connections for token checks", async () => {
  useWorkersIn(new URL("file:///nowhere/"));
  const verifications = Array.from({ length: 40 }, () => verifyChain(chain));
  const [row] = await prepared<{ one: number }>({ name: "test_one", text: "SELECT 1 AS one" }, []);
  expect(row).toEqual({ one: 1 });
  await Promise.all(verifications);
});

test.each([
  `UPDATE "AuditEvent" SET "message" = 'x'`,
  `DELETE FROM "AuditEvent"`,
  `TRUNCATE "AuditEvent"`,
  `INSERT INTO "AuditEvent" SELECT * FROM "AuditEvent"`,
  `UPDATE "AuditHead" SET "sequence" = 0`,
  `DELETE FROM "AuditHead"`,
  `TRUNCATE "AuditHead"`,
  `ALTER TABLE "AuditEvent" DISABLE TRIGGER "AuditEvent_immutable"`,
  `DROP TABLE "AuditEvent"`,
])("the application's role is refused: %s", async (statement) => {
  await expect(db().$executeRawUnsafe(statement)).rejects.toThrow(/42501|permission denied|must be owner/);
});

test.each([
  `UPDATE "AuditEvent" SET "message" = 'x'`,
  `DELETE FROM "AuditEvent"`,
  `TRUNCATE "AuditEvent"`,
  `DELETE FROM "AuditHead"`,
  `UPDATE "AuditHead" SET "sequence" = 0`,
])("even the owner is refused, by accident: %s", async (statement) => {
  await expect(intruder.query(statement)).rejects.toMatchObject({ code: "42501" });
});
