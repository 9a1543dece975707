import { beforeAll, expect, test } from "vitest";
import { createMember, createOrganization } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import { auditLogOf, rowOf, whileLocked } from "@/tools/testing/while-locked";
import { findUsable, toActor } from "../access/authenticate/api-token";
import type { TokenActor, UserActor } from "../access/authorization/actor";
import { createApi } from "../apis/mutations";
import { createApiSchema } from "../apis/schema";
import { db, pool } from "../platform/db";
import type { Result } from "../platform/result/result";
import { setGrants } from "./grants";
import { issueToken } from "./issuing";
import { editToken, setPermissions } from "./mutations";
import { revokeSubject, revokeToken } from "./revoking";
import { rotateToken } from "./rotation";
import { issueTokenSchema } from "./schema";

useTestDatabase();

const API = "https://api.acme.example";
let ada: UserActor;
let names = 0;

beforeAll(async () => {
  ada = await createMember((await createOrganization()).id, "super_admin");
  must(await createApi(ada, createApiSchema.parse({ identifier: API, name: "Acme", scopes: [{ name: "read" }] })));
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.reason);
  return result;
}

async function issue(input: object = {}) {
  const { token, secret } = must(
    await issueToken(ada, issueTokenSchema.parse({ name: `Token ${(names += 1)}`, ...input })),
  );
  return { token, secret };
}

async function actorOf(secret: { reveal(): string }): Promise<TokenActor> {
  const live = await findUsable(secret.reveal());
  if (!live) throw new Error("The token is not live.");
  return toActor(live.record, null);
}

const auditLog = () => auditLogOf(ada.organizationId);

const CHANGES: [string, (actor: TokenActor, tokenId: string) => Promise<Result<object>>][] = [
  ["rotates it", (actor, tokenId) => rotateToken(actor, { tokenId, version: null, graceSeconds: 0 })],
  ["edits it", (actor, tokenId) => editToken(actor, { tokenId, version: null, name: `Stolen ${tokenId}` })],
  [
    "sets its permissions",
    (actor, tokenId) => setPermissions(actor, { tokenId, version: null, permissions: ["viewer"] }),
  ],
  [
    "sets its scopes",
    (actor, tokenId) => setGrants(actor, { tokenId, version: null, grants: [{ api: API, scopes: ["read"] }] }),
  ],
];

test.each(CHANGES)("a token that was revoked while it waited for another one no longer %s", async (_, change) => {
  const [owner, other] = [await issue({ permissions: ["owner"] }), await issue()];
  const actor = await actorOf(owner.secret);
  const refused = await whileLocked(
    rowOf(other.token.id),
    () => change(actor, other.token.id),
    () => revokeToken(ada, { tokenId: owner.token.id }),
  );
  expect(refused).toMatchObject({ ok: false, reason: "unauthenticated" });
  expect(await findUsable(other.secret.reveal())).not.toBeNull();
});

test.each(CHANGES)(
  "a token that lost its permissions while it waited for another one no longer %s",
  async (_, change) => {
    const [owner, other] = [await issue({ permissions: ["owner"] }), await issue()];
    const actor = await actorOf(owner.secret);
    const refused = await whileLocked(
      rowOf(other.token.id),
      () => change(actor, other.token.id),
      async () => must(await setPermissions(ada, { tokenId: owner.token.id, version: null, permissions: ["viewer"] })),
    );
    expect(refused).toMatchObject({ ok: false, reason: "insufficient_scope" });
  },
);

test.each(CHANGES)("a token that was revoked while it waited for the audit log no longer %s", async (_, change) => {
  const [other, owner] = [await issue(), await issue({ permissions: ["owner"] })];
  const actor = await actorOf(owner.secret);
  const refused = await whileLocked(
    auditLog(),
    () => change(actor, other.token.id),
    () => db().apiToken.update({ where: { id: owner.token.id }, data: { revokedAt: new Date() } }),
  );
  expect(refused).toMatchObject({ ok: false, reason: "unauthenticated" });
});

test("a token that changes its child does not deadlock with its own revocation", async () => {
  const owner = await issue({ permissions: ["owner"] });
  const actor = await actorOf(owner.secret);
  const child = must(await issueToken(actor, issueTokenSchema.parse({ name: `Token ${(names += 1)}` }))).token;
  const deadlocks = async () => {
    const { rows } = await pool().query<{ deadlocks: string }>(
      `SELECT pg_stat_get_db_deadlocks(oid) AS "deadlocks" FROM pg_database WHERE "datname" = current_database()`,
    );
    return Number(rows[0]?.deadlocks);
  };
  const before = await deadlocks();
  const results = await Promise.all([
    ...Array.from({ length: 5 }, (_, n) => editToken(actor, { tokenId: child.id, version: null, name: `Child ${n}` })),
    revokeToken(ada, { tokenId: owner.token.id }),
  ]);
  expect(results.at(-1)).toMatchObject({ ok: true, alsoRevoked: 1 });
  expect(await deadlocks()).toBe(before);
});

test("a token may still change itself", async () => {
  const owner = await issue({ permissions: ["owner"] });
  const actor = await actorOf(owner.secret);
  expect((await rotateToken(actor, { tokenId: owner.token.id, version: null, graceSeconds: 0 })).ok).toBe(true);
});

test("a token that was revoked no longer revokes the tokens of a subject", async () => {
  const [owner, other] = [await issue({ permissions: ["owner"] }), await issue({ subject: "cus_1" })];
  const actor = await actorOf(owner.secret);
  must(await revokeToken(ada, { tokenId: owner.token.id }));
  expect(await revokeSubject(actor, { subject: "cus_1" })).toMatchObject({ ok: false, reason: "unauthenticated" });
  expect(await findUsable(other.secret.reveal())).not.toBeNull();
});
