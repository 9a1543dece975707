import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { superAdmin, tokenActor } from "@/tools/testing/actors";
import { createOrganization } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import { db } from "../platform/db";
import { flushUsage } from "./flush";
import { listBusiestTokens, listUsage, readUsage, readTokenUsage } from "./queries";
import { recordDenied, recordStranger, recordUse } from "./recorder";
import { listUsageSchema } from "./schema";
import { lastIntervals, startOf } from "./series";
import type { Granularity } from "./dto";

useTestDatabase();

const DAY = Date.UTC(2026, 4, 31);
const HOUR_MS = 3_600_000;
let organizationId: string;
let otherId: string;
const tokens: string[] = [];

async function createToken(name: string, organization = organizationId, subject?: string): Promise<string> {
  const { id } = await db().apiToken.create({
    data: { organizationId: organization, name, hint: "x", createdByName: "x", ...(subject ? { subject } : {}) },
    select: { id: true },
  });
  return id;
}

beforeAll(async () => {
  organizationId = (await createOrganization()).id;
  otherId = (await createOrganization()).id;
  for (const [index, name] of ["One", "Two", "Three"].entries())
    tokens.push(await createToken(name, organizationId, index < 2 ? `customer-${index}` : undefined));
  const uses: [token: number, hour: number, times: number][] = [
    [0, 0, 3],
    [0, 23, 1],
    [0, 24, 2],
    [1, 5, 7],
  ];
  for (const [token, hour, times] of uses)
    for (let time = 0; time < times; time += 1)
      recordUse(
        { tokenId: tokens[token] ?? "", organizationId },
        { address: null, agent: "curl" },
        DAY + hour * HOUR_MS,
      );
  recordDenied({ tokenId: tokens[0] ?? "", organizationId }, "scope", undefined, DAY + 5 * HOUR_MS);
  recordStranger(organizationId, "unknown", DAY + HOUR_MS);
  const foreign = await createToken("Foreign", otherId);
  recordUse({ tokenId: foreign, organizationId: otherId }, { address: null, agent: null }, DAY);
  await flushUsage();
});

const range = (granularity: Granularity, from: number, to: number) => ({
  granularity,
  from: new Date(from),
  to: new Date(to),
});
const actor = () => superAdmin(organizationId);

async function list(input: object) {
  const given = { from: new Date(DAY).toISOString(), to: new Date(DAY + 48 * HOUR_MS).toISOString(), ...input };
  const found = await listUsage(actor(), listUsageSchema.parse(given));
  if (!found.ok) throw new Error(found.reason);
  return found.page;
}

describe("a series", () => {
  test("has each interval of the range, and nothing outside it", async () => {
    const found = await readTokenUsage(actor(), tokens[0] ?? "", range("day", DAY - 24 * HOUR_MS, DAY + 48 * HOUR_MS));
    expect(found.ok && found.series.points).toEqual([
      { start: "2026-05-30T00:00:00.000Z", allowed: 0, denied: {} },
      { start: "2026-05-31T00:00:00.000Z", allowed: 4, denied: { scope: 1 } },
      { start: "2026-06-01T00:00:00.000Z", allowed: 2, denied: {} },
    ]);
  });

  test("of the organization has the requests of strangers too, and none of other organizations", async () => {
    const found = await readUsage(
      actor(),
      { kind: "organization" },
      range("month", Date.UTC(2026, 4), Date.UTC(2026, 6)),
    );
    expect(found.ok && found.series.points).toEqual([
      { start: "2026-05-01T00:00:00.000Z", allowed: 11, denied: { scope: 1, unknown: 1 } },
      { start: "2026-06-01T00:00:00.000Z", allowed: 2, denied: {} },
    ]);
  });

  test("of the last intervals ends with the current one", () => {
    const now = new Date("2026-03-31T22:15:00Z");
    const [hours, days, months] = (["hour", "day", "month"] as const).map((unit) => lastIntervals(unit, 3, now));
    expect(hours?.from.toISOString()).toBe("2026-03-31T20:00:00.000Z");
    expect(hours?.to.toISOString()).toBe("2026-03-31T23:00:00.000Z");
    expect(days?.from.toISOString()).toBe("2026-03-29T00:00:00.000Z");
    expect(months?.from.toISOString()).toBe("2026-01-01T00:00:00.000Z");
    expect(months?.to.toISOString()).toBe("2026-04-01T00:00:00.000Z");
    expect(startOf("hour", now).toISOString()).toBe("2026-03-31T22:00:00.000Z");
  });
});

describe("a list", () => {
  test("has the tokens with requests in the range, with their sums", async () => {
    const { items } = await list({ by: "token" });
    expect(items.map(({ name, allowed, denied }) => [name, allowed, denied]).sort()).toEqual([
      ["One", 6, 1],
      ["Two", 7, 0],
    ]);
    const narrow = await list({ by: "token", granularity: "hour", to: new Date(DAY + HOUR_MS).toISOString() });
    expect(narrow.items.map(({ key, points }) => [key, points])).toEqual([
      [tokens[0], [{ start: "2026-05-31T00:00:00.000Z", allowed: 3, denied: {} }]],
    ]);
  });

  test("is read in pages, and by one key", async () => {
    const first = await list({ by: "subject", limit: 1 });
    expect(first.items.map(({ key }) => key)).toEqual(["customer-0"]);
    const second = await list({ by: "subject", limit: 1, after: first.nextCursor ?? "" });
    expect(second.items.map(({ key }) => key)).toEqual(["customer-1"]);
    expect(second.nextCursor).toBeNull();
    expect((await list({ by: "token", key: tokens[1] })).items.map(({ name }) => name)).toEqual(["Two"]);
    expect((await list({ by: "token", key: randomUUID() })).items).toEqual([]);
  });

  test("has shorter pages where they would have many intervals, and goes on after them", async () => {
    const { id: organization } = await createOrganization();
    for (let at = 0; at < 8; at += 1) {
      const tokenId = await createToken(`Token ${at}`, organization);
      recordUse({ tokenId, organizationId: organization }, { address: null, agent: null }, DAY);
    }
    await flushUsage();
    const input = { by: "token", granularity: "hour", from: new Date(DAY - 30 * 24 * HOUR_MS).toISOString() };
    const page = async (after?: string) => {
      const to = new Date(DAY + 24 * HOUR_MS).toISOString();
      const found = await listUsage(superAdmin(organization), listUsageSchema.parse({ ...input, to, after }));
      if (!found.ok) throw new Error(found.reason);
      return found.page;
    };
    const first = await page();
    expect(first.items).toHaveLength(6); // 5,000 intervals, 744 for each
    const second = await page(first.nextCursor ?? "");
    expect(second.items).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.items, ...second.items].map(({ name }) => name)).size).toBe(8);
  });

  test("has the APIs that were asked about", async () => {
    const { id } = await db().api.create({
      data: { organizationId, identifier: "urn:acme:live", name: "Invoices" },
      select: { id: true },
    });
    const token = { tokenId: tokens[2] ?? "", organizationId };
    recordUse(token, { address: null, agent: null, api: "urn:acme:live" }, DAY + 47 * HOUR_MS);
    recordDenied(token, "scope", "urn:acme:live", DAY + 47 * HOUR_MS);
    await flushUsage();
    expect((await list({ by: "api" })).items).toEqual([
      {
        key: id,
        name: "Invoices",
        allowed: 1,
        denied: 1,
        points: [{ start: "2026-06-01T00:00:00.000Z", allowed: 1, denied: { scope: 1 } }],
      },
    ]);
  });

  test("refuses a range that is backwards or too long, and a key that is none", () => {
    const from = "2026-01-01T00:00:00Z";
    const isGood = (input: object) => listUsageSchema.safeParse({ by: "token", from, ...input }).success;
    expect(isGood({ to: "2026-01-31T00:00:00Z", granularity: "hour" })).toBe(true);
    expect(isGood({ to: "2026-02-02T00:00:00Z", granularity: "hour" })).toBe(false);
    expect(isGood({ to: from })).toBe(false);
    expect(isGood({ to: "2026-01-31T00:00:00Z", key: "x" })).toBe(false);
  });
});

test("the busiest tokens come first", async () => {
  const found = await listBusiestTokens(actor(), { from: new Date(DAY), to: new Date(DAY + 24 * HOUR_MS) });
  expect(found.ok && found.tokens.map(({ name, requests }) => [name, requests])).toEqual([
    ["Two", 7],
    ["One", 4],
  ]);
});

describe("the use of tokens is hidden", () => {
  const days = range("day", DAY, DAY + 24 * HOUR_MS);

  test("from another organization", async () => {
    const found = await readTokenUsage(superAdmin(otherId), tokens[0] ?? "", days);
    expect(found).toMatchObject({ ok: false, reason: "not_found" });
    const listed = await listUsage(
      superAdmin(otherId),
      listUsageSchema.parse({ by: "subject", from: days.from.toISOString(), to: days.to.toISOString() }),
    );
    expect(listed.ok && listed.page.items).toEqual([]);
  });

  test("from a token that may not read tokens of the whole organization", async () => {
    const refused = [
      tokenActor(organizationId, ["viewer"]),
      tokenActor(organizationId, ["editor"], "a-space"),
      tokenActor(organizationId, ["issuer"]),
    ];
    for (const denied of refused) expect((await readTokenUsage(denied, tokens[0] ?? "", days)).ok).toBe(false);
    expect((await readTokenUsage(tokenActor(organizationId, ["editor"]), tokens[0] ?? "", days)).ok).toBe(true);
  });
});
