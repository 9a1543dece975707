import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { appendEvent, createMember, createOrganization } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { verifyChain } from "../audit/verify";
import { db } from "../platform/db";
import { auditKey, env } from "../platform/env";
import { processWide } from "../platform/process-wide";
import { signingKeys } from "../verification/keys";
import { resetKeys } from "./reset-keys";

const database = useTestDatabase();

/** Acts like a process started with other keys. */
function useKey(key: string) {
  env().AUTH_SECRET = key;
  processWide("known-keys", () => ({ known: false })).known = false;
}

let formerKey: Buffer;
let organizationId: string;
let sessions = 0;

beforeAll(async () => {
  formerKey = auditKey();
  organizationId = (await createOrganization()).id;
  await createMember(organizationId, "admin"); // with a session
  for (let i = 0; i < 3; i += 1) await appendEvent(organizationId);
  await signingKeys();
  sessions = await db().session.count();
});

test("with the right keys there is nothing to reset", async () => {
  expect(await resetKeys()).toBeNull();
  expect(await db().session.count()).toBe(sessions);
});

test("resetting lost keys continues the chains and deletes sessions and unreadable signing keys", async () => {
  const before = Number((await db().auditHead.findUniqueOrThrow({ where: { chain: organizationId } })).sequence);
  useKey("new-keys-for-tests-new-keys-for-tests-new");
  await expect(appendEvent(organizationId)).rejects.toThrow(/not what this database was written with/);
  expect(await resetKeys()).toEqual({ chains: 2, sessions, signingKeys: 3 });
  expect([await db().session.count(), await db().signingKey.count()]).toEqual([0, 0]);
  expect(await resetKeys()).toBeNull();
  await appendEvent(organizationId);
  expect(await verifyChain(organizationId)).toMatchObject({ verified: before + 2, sealed: before, fault: null });
  const event = await db().auditEvent.findFirstOrThrow({
    where: { chain: organizationId, action: "audit.keys_reset" },
  });
  expect(event.message).toBe("Began a new audit key, because the former one was lost");
});

test("with the former key, sealed events are verified too", async () => {
  expect(await verifyChain(organizationId, { formerKeys: [formerKey] })).toMatchObject({ sealed: 0, fault: null });
});

test("a second reset seals the first", async () => {
  useKey("newer-keys-for-tests-newer-keys-for-tests");
  expect(await resetKeys()).toMatchObject({ chains: 2 });
  await appendEvent(organizationId);
  const verification = await verifyChain(organizationId);
  expect(verification).toMatchObject({ fault: null });
  expect(verification.sealed).toBe(verification.verified - 2);
});

test("a sealed event that is modified later is detected, also if its bytes match its columns", async () => {
  const intruder = new pg.Client({ connectionString: database.ownerUrl });
  await intruder.connect();
  await intruder.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER USER;
    UPDATE "AuditEvent" SET "message" = 'Hid it',
      "canonical" = convert_to(replace(convert_from("canonical", 'UTF8'), 'Did it', 'Hid it'), 'UTF8')
    WHERE "chain" = '${organizationId}' AND "message" = 'Did it' AND "sequence" IN (2, 3);
    ALTER TABLE "AuditEvent" ENABLE TRIGGER USER`);
  await intruder.end();
  expect((await verifyChain(organizationId)).fault).toMatchObject({ reason: "unsealed" });
  expect((await verifyChain(organizationId, { formerKeys: [formerKey] })).fault).toMatchObject({ reason: "altered" });
});
