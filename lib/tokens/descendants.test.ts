import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { createMember, createOrganization, lastEvents } from "@/tools/testing/fixtures";
import { registerApi } from "@/tools/testing/scoped-tokens";
import { countStatements } from "@/tools/testing/statements";
import { useTestDatabase } from "@/tools/testing/use-database";
import { rowOf, whileLocked } from "@/tools/testing/while-locked";
import type { UserActor } from "../access/authorization/actor";
import type { Permission } from "../access/authorization/permissions";
import { db } from "../platform/db";
import { inTransaction } from "../platform/db/transaction";
import { fail, type Result } from "../platform/result/result";
import { narrowDescendants, revokeWithDescendants } from "./descendants";
import { issueToken } from "./issuing";
import { setPermissions } from "./mutations";
import { issueTokenSchema } from "./schema";

const urls = useTestDatabase();

const API = "https://api.acme.example";
let ada: UserActor;
let names = 0;

beforeAll(async () => {
  ada = await createMember((await createOrganization()).id, "super_admin");
  await registerApi(ada.organizationId, API, ["read"]);
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.reason);
  return result;
}

async function issueOwner() {
  const input = { name: `Token ${(names += 1)}`, permissions: ["owner"] };
  return must(await issueToken(ada, issueTokenSchema.parse(input))).token;
}

/** The permissions of children by their number, and whether they have a scope. They repeat. */
interface Kind {
  readonly permissions: readonly Permission[];
  readonly scope?: boolean;
}

/** Creates children of a token, as rows. */
async function addChildren(parentId: string, count: number, kinds: readonly Kind[]): Promise<void> {
  for (const [i, { permissions, scope = false }] of kinds.entries())
    await query(
      `WITH children AS (
        INSERT INTO "ApiToken" ("id", "organizationId", "name", "permissions", "hint", "createdByName", "parentId",
          "updatedAt")
        SELECT gen_random_uuid(), $1, $2 || n, $3::"Permission"[], '', 'Test', $4, now()
        FROM generate_series($5::int, $6::int, $7::int) n RETURNING "id")
      INSERT INTO "TokenGrant" ("organizationId", "tokenId", "apiId", "scopeId")
      SELECT s."organizationId", c."id", s."apiId", s."id" FROM children c JOIN "ApiScope" s ON $8
      WHERE s."organizationId" = $1`,
      [ada.organizationId, `${(names += 1)}.`, permissions, parentId, i, count - 1, kinds.length, scope],
    );
}

/** Creates a token below a token, one below that, and so on. */
async function addChain(parentId: string, length: number): Promise<void> {
  await query(
    `INSERT INTO "ApiToken" ("id", "organizationId", "name", "permissions", "hint", "createdByName", "parentId",
      "updatedAt")
    SELECT "id", $1, $2 || n, '{owner,viewer}', '', 'Test', COALESCE(lag("id") OVER (ORDER BY n), $3), now()
    FROM (SELECT n, gen_random_uuid() AS "id" FROM generate_series(1, $4::int) n) x`,
    [ada.organizationId, `${(names += 1)}.`, parentId, length],
  );
}

/** Runs a statement without the limit of the application's. */
async function query(text: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: urls.ownerUrl });
  await client.connect();
  try {
    await client.query(text, values);
  } finally {
    await client.end();
  }
}

/** How many children of a token there are of each kind, by what they hold now. */
async function summarize(parentId: string): Promise<Record<string, number>> {
  const rows = await db().$queryRaw<{ kind: string; count: number }[]>`
    SELECT concat_ws(' ', NULLIF(array_to_string("permissions", ' '), ''),
        CASE WHEN EXISTS (SELECT FROM "TokenGrant" g WHERE g."tokenId" = t."id") THEN 'scope' END,
        CASE WHEN "revokedAt" IS NOT NULL THEN 'revoked' END) AS "kind", count(*)::int AS "count"
    FROM "ApiToken" t WHERE "parentId" = ${parentId}::uuid GROUP BY 1`;
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

const KINDS: readonly Kind[] = [
  { permissions: ["viewer"] },
  { permissions: ["owner", "viewer"] },
  { permissions: ["owner", "agent"], scope: true },
  { permissions: [], scope: true },
  { permissions: ["verifier"] },
];

const CHANGES = {
  narrowed: (parent) => (tx) =>
    narrowDescendants(tx, ada.organizationId, { id: parent, spaceId: null, permissions: [] }, "Ada"),
  revoked: (parent) => (tx) => revokeWithDescendants(tx, ada.organizationId, parent, "Ada"),
} satisfies Record<string, (parent: string) => (tx: Parameters<typeof narrowDescendants>[0]) => Promise<unknown>>;

describe.each(Object.entries(CHANGES))("descendants are %s", (_, changeOf) => {
  async function statementsOf(grow: (parent: string) => Promise<void>): Promise<number> {
    const { id } = await issueOwner();
    await grow(id);
    const change = changeOf(id);
    const { statements } = await countStatements(() =>
      inTransaction(async (tx) => {
        await change(tx);
        return fail("stale"); // rolls back, so that it can be counted again
      }),
    );
    return statements;
  }

  test("with the same number of statements for 5 and 200 children", async () => {
    const few = await statementsOf((parent) => addChildren(parent, 5, KINDS));
    expect(await statementsOf((parent) => addChildren(parent, 200, KINDS))).toBe(few);
  });

  test("with the same number of statements for 5 and 200 generations", async () => {
    const few = await statementsOf((parent) => addChain(parent, 5));
    expect(await statementsOf((parent) => addChain(parent, 200))).toBe(few);
  });
});

test("1,500 children are narrowed, or revoked, each by what it holds, and the event names 100 of them", async () => {
  const parent = await issueOwner();
  await addChildren(parent.id, 1_500, KINDS);
  const seen = { tokenId: parent.id, version: null };
  expect(must(await setPermissions(ada, { ...seen, permissions: ["editor"] }))).toMatchObject({
    alsoNarrowed: 600,
    alsoRevoked: 300,
  });
  const [event] = await lastEvents(ada.organizationId);
  const { alsoNarrowed, alsoRevoked, ...change } = event?.change as Record<string, string[]>;
  expect(change).toMatchObject({ alsoNarrowedCount: 600, alsoRevokedCount: 300 });
  expect([alsoNarrowed?.length, alsoRevoked?.length]).toEqual([100, 100]);
  const { sequence = 0n } = event ?? {};
  expect(await db().revocation.count({ where: { organizationId: ada.organizationId, sequence } })).toBe(300);
  expect(await db().jwtCutoff.count({ where: { organizationId: ada.organizationId, sequence } })).toBe(601);
  expect(await summarize(parent.id)).toEqual({
    viewer: 600,
    "agent scope": 300,
    scope: 300,
    "verifier revoked": 300,
  });
  expect(must(await setPermissions(ada, { ...seen, permissions: ["viewer"] }))).toMatchObject({
    alsoNarrowed: 0,
    alsoRevoked: 1_200,
  });
});

test("a child that is granted a scope while its parent is narrowed does not keep it", async () => {
  const parent = await issueOwner();
  await addChildren(parent.id, 1, [{ permissions: ["viewer", "owner"] }]);
  const child = await db().apiToken.findFirstOrThrow({ where: { parentId: parent.id } });
  await addChildren(child.id, 1, [{ permissions: ["viewer"] }]);
  const narrowed = await whileLocked(
    rowOf(child.id),
    () => setPermissions(ada, { tokenId: parent.id, version: null, permissions: ["agent"] }),
    (query) =>
      query(
        `INSERT INTO "TokenGrant" ("organizationId", "tokenId", "apiId", "scopeId")
          SELECT "organizationId", $2, "apiId", "id" FROM "ApiScope" WHERE "organizationId" = $1`,
        [ada.organizationId, child.id],
      ),
  );
  expect(must(narrowed)).toMatchObject({ alsoNarrowed: 0, alsoRevoked: 2 });
  expect(await db().tokenGrant.count({ where: { tokenId: child.id } })).toBe(0);
});
