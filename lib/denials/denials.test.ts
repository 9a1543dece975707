import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { superAdmin } from "../../tools/testing/actors";
import { useTestDatabase } from "../../tools/testing/use-database";
import { db, pool } from "../platform/db";
import { log } from "../platform/log";
import { listDenials } from "./queries";
import { MAX_OF_KIND, recordDenial } from "./recorder";
import { listDenialsSchema } from "./schema";
import { denials, type NewDenial } from "./state";
import { KEPT, writeDenials } from "./write";

const urls = useTestDatabase();

let organizationId: string;
beforeAll(async () => {
  for (const id of ["acme-corp", "other-corp"])
    await db().organization.create({ data: { id, code: id.slice(0, 4).toUpperCase(), name: id } });
});
beforeEach(async () => {
  organizationId = "acme-corp";
  await db().denial.deleteMany();
  Object.assign(denials(), { dropped: 0 });
  for (const kinds of Object.values(denials().kinds)) kinds.clear();
});
afterEach(() => void vi.restoreAllMocks());

const token = { tokenId: randomUUID(), name: "CI" };
const denial = (given: Partial<NewDenial> = {}): NewDenial => ({
  organizationId,
  requestId: randomUUID(),
  surface: "rest",
  reason: "network",
  token,
  hint: null,
  address: "192.0.2.1",
  demanded: null,
  ...given,
});

const list = async (filter: object = {}, of = organizationId) => {
  const listed = await listDenials(superAdmin(of), listDenialsSchema.parse({ filter, limit: 200 }));
  if (!listed.ok) throw new Error(listed.reason);
  return listed.page.items;
};

/** What a pooler does that ignores start-up parameters. */
const forgetTimeout = (client: pg.PoolClient) => void client.query("SET statement_timeout = 0");

describe("denials", () => {
  test("are listed newest first, with all that was noted, for their organization alone", async () => {
    recordDenial(denial({ reason: "revoked" }));
    recordDenial(denial({ reason: "scope", demanded: "invoices:read", surface: "verify" }));
    recordDenial(denial({ organizationId: "other-corp" }));
    await writeDenials();
    const items = await list();
    expect(items.map(({ reason }) => reason)).toEqual(["scope", "revoked"]);
    expect(items[0]).toMatchObject({
      surface: "verify",
      demanded: "invoices:read",
      token: { id: token.tokenId, name: "CI" },
      address: "192.0.2.1",
      more: 0,
    });
    expect(await list({}, "other-corp")).toHaveLength(1);
  });

  test("are found by the request, the token, the address, the reason and the time", async () => {
    const requestId = randomUUID();
    recordDenial(denial({ requestId, token: { ...token, name: "Nightly" }, address: "198.51.100.7" }));
    recordDenial(denial({ reason: "unknown", token: null, hint: "latch_…abcd", address: null }));
    await writeDenials();
    const found = async (filter: object) => (await list(filter)).map((item) => item.reason);
    for (const search of [requestId, "night", "198.51"]) expect(await found({ search })).toEqual(["network"]);
    expect(await found({ search: "abcd" })).toEqual(["unknown"]);
    expect(await found({ reason: "network" })).toEqual(["network"]);
    expect(await found({ tokenId: token.tokenId })).toEqual(["network"]);
    expect(await found({ search: "%" })).toEqual([]);
    expect(await found({ before: "2000-01-01T00:00:00Z" })).toEqual([]);
  });

  test("of a flood are listed in part and counted, and leave room for others", async () => {
    const now = Date.now();
    for (let time = 0; time < 5_000; time += 1) recordDenial(denial({ reason: "unknown", token: null }), now);
    for (let time = 0; time < 5_000; time += 1) recordDenial(denial({ reason: "rate_limited" }), now);
    recordDenial(denial({ reason: "scope" }), now);
    recordDenial(denial({ reason: "rate_limited" }), now + 61_000);
    recordDenial(denial({ reason: "unknown", token: null, organizationId: "other-corp" }), now);
    await writeDenials();
    const of = async (reason: string) => {
      const items = await list({ reason });
      return [items.length, items.reduce((sum, { more }) => sum + more + 1, 0)];
    };
    expect(await of("unknown")).toEqual([MAX_OF_KIND, MAX_OF_KIND]);
    expect(await of("rate_limited")).toEqual([MAX_OF_KIND + 1, 5_001]);
    expect(await of("scope")).toEqual([1, 1]);
    expect(await list({}, "other-corp")).toHaveLength(1);
  });

  test("of invented organizations take no room of others", async () => {
    for (let time = 0; time < 20_000; time += 1)
      recordDenial(denial({ organizationId: `no-${time}`, token: null, reason: "malformed" }));
    recordDenial(denial());
    await writeDenials();
    expect(await list()).toHaveLength(1);
  });

  test("of strangers push out no denial of a token, and each kind keeps its newest", async () => {
    const insert = (count: number, isStranger: boolean) => db().$executeRaw`
      INSERT INTO "Denial" ("organizationId", "isStranger", "at", "requestId", "surface", "reason")
      SELECT ${organizationId}, ${isStranger}, now(), 'old-' || g, 'rest', 'unknown'
      FROM generate_series(0, ${count - 1}::int) g`;
    await insert(KEPT.strangers, true);
    await insert(KEPT.tokens, false);
    recordDenial(denial({ reason: "unknown", token: null, requestId: "new" }));
    recordDenial(denial({ requestId: "new" }));
    recordDenial(denial({ requestId: "newer" }));
    await writeDenials();
    const count = (isStranger: boolean) => db().denial.count({ where: { organizationId, isStranger } });
    expect([await count(true), await count(false)]).toEqual([KEPT.strangers, KEPT.tokens]);
    const oldest = await db().denial.findFirst({ where: { isStranger: false }, orderBy: { id: "asc" } });
    expect(oldest?.requestId).toBe("old-2");
  });

  test("of an organization that does not exist are not kept", async () => {
    recordDenial(denial({ organizationId: "nobody-corp" }));
    await writeDenials();
    expect(await db().denial.count()).toBe(0);
  });

  test("that cannot be written are dropped and logged, and the next ones are written", async () => {
    const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
    recordDenial(denial({ token: { ...token, tokenId: "no uuid" } }));
    await writeDenials();
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ denials: 1 }), "denials could not be written");
    recordDenial(denial());
    await writeDenials();
    expect(await list()).toHaveLength(1);
    expect(denials().dropped).toBe(1);
  });

  test("whose write takes too long are dropped, and the server ends that write, also behind a pooler", async () => {
    const blocker = new pg.Client({ connectionString: urls.ownerUrl });
    await blocker.connect();
    await blocker.query(`BEGIN; LOCK TABLE "Denial" IN EXCLUSIVE MODE`);
    try {
      pool().once("acquire", forgetTimeout);
      recordDenial(denial());
      await writeDenials();
      expect(denials().dropped).toBe(1);
      const waiting = `SELECT 1 FROM pg_locks WHERE relation = '"Denial"'::regclass AND NOT granted`;
      expect((await blocker.query(waiting)).rows).toEqual([]);
    } finally {
      await blocker.end();
    }
  });
});
