import { afterAll, expect, test } from "vitest";
import { appendEvent } from "../../../tools/testing/fixtures";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { closeDatabase, db } from "../../platform/db";
import { inRevokingTransaction } from "./revoking-transaction";

useTestDatabase();
afterAll(closeDatabase);

test("a change that invalidates tokens and has no audit event of its own is rolled back", async () => {
  await db().organization.create({ data: { id: "test-acme", code: "ACME", name: "Acme" } });
  await appendEvent("test-acme");
  const rename = inRevokingTransaction(async (tx, publishInvalidation) => {
    await tx.organization.update({ where: { id: "test-acme" }, data: { name: "Another" } });
    publishInvalidation({ organizationId: "test-acme" });
    return { ok: true };
  });
  await expect(rename).rejects.toThrow("a change that invalidates tokens has no audit event");
  expect(await db().organization.findUniqueOrThrow({ where: { id: "test-acme" } })).toMatchObject({ name: "Acme" });
});
