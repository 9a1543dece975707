import { expect, test } from "vitest";
import pg from "pg";
import { createTestDatabase } from "../testing/database";
import { issueTokens } from "../testing/tokens";
import { Acknowledgements } from "./acknowledgements";

test("an acknowledged creation or revocation that the database does not have is a loss", async () => {
  const database = await createTestDatabase();
  const { tokens } = await issueTokens(database.ownerUrl, 2);
  const [kept, revoked] = tokens as [(typeof tokens)[0], (typeof tokens)[0]];
  const missing = { id: crypto.randomUUID(), secret: "latch_missing" };
  const record = new Acknowledgements();
  for (const token of [kept, revoked, missing]) record.created(token);
  for (const token of [kept, revoked]) record.revoked(token);
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query(`UPDATE "ApiToken" SET "revokedAt" = now() WHERE "id" = $1`, [revoked.id]);
  await client.end();
  expect(await record.losses(database.ownerUrl)).toEqual({ creations: [missing.id], revocations: [kept.id] });
  await database.drop();
});
