import { readFileSync } from "node:fs";
import { z } from "zod";
import { PlainError } from "../plain-error";
import { queryAt } from "../secrets-check";

const headSchema = z.object({ format: z.literal("latchkey-revocations"), version: z.literal(1) });
const itemSchema = z.object({ organizationId: z.string(), tokenId: z.uuid(), at: z.string() });
const endSchema = z.object({ end: z.literal(true), count: z.number().int() });

export type RevokedToken = z.infer<typeof itemSchema>;

/** All tokens that were revoked or deleted with their space, as JSON Lines with a head and an end. */
export async function* revocationLines(ownerUrl: string): AsyncGenerator<Buffer> {
  const rows = await queryAt(ownerUrl, (ask) =>
    ask<{ organizationId: string; tokenId: string; at: Date }>(
      `SELECT "organizationId", "tokenId", min("at") AS "at" FROM (
         SELECT "organizationId", "tokenId", "at" FROM "Revocation"
         UNION ALL SELECT "organizationId", "id", "revokedAt" FROM "ApiToken" WHERE "revokedAt" IS NOT NULL
         UNION ALL SELECT t."organizationId", t."id", o."deletedAt" FROM "ApiToken" t
           JOIN "Organization" o ON o."id" = t."organizationId"
           WHERE o."deletedAt" IS NOT NULL) AS revoked
       GROUP BY 1, 2 ORDER BY 3, 2`,
      [],
    ),
  );
  yield line({ format: "latchkey-revocations", version: 1, exportedAt: new Date().toISOString() });
  for (const row of rows) yield line({ ...row, at: row.at.toISOString() });
  yield line({ end: true, count: rows.length });
}

/** The tokens in such a file. Throws PlainError if it is truncated or of another kind. */
export function readRevocations(file: string): RevokedToken[] {
  try {
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    headSchema.parse(JSON.parse(lines[0] ?? ""));
    const items = lines.slice(1, -1).map((text) => itemSchema.parse(JSON.parse(text)));
    const { count } = endSchema.parse(JSON.parse(lines.at(-1) ?? ""));
    if (count !== items.length) throw new Error(`${count} lines were written and ${items.length} are there`);
    return items;
  } catch (error) {
    throw new PlainError(`${file} is not a whole file of npm run revocations:export.`, { cause: error });
  }
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
