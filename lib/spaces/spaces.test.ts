import { beforeEach, expect, test } from "vitest";
import { createMember, createOrganization, lastEvents, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { authenticate } from "../access/authenticate/api-token";
import type { Actor, UserActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { generateId } from "./generated-id";
import { slug } from "../platform/validation/fields";
import { issueToken } from "../tokens/issuing";
import { issueTokenSchema } from "../tokens/schema";
import { createSpace, deleteSpace, updateSpace } from "./mutations";
import { getSpace, getSpaceContents, listSpaces } from "./queries";
import { createSpaceSchema, listSpacesSchema, updateSpaceSchema } from "./schema";

useTestDatabase();

const notFound = { ok: false, reason: "not_found" };
const insufficient = { ok: false, reason: "insufficient_scope" };
let organizationId: string;
let owner: UserActor;
let admin: UserActor;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  owner = await createMember(organizationId, "super_admin");
  admin = await createMember(organizationId, "admin");
});

async function created(input: object = { name: "Staging" }, actor: Actor = admin) {
  const result = await createSpace(actor, createSpaceSchema.parse(input));
  if (!result.ok) throw new Error(result.reason);
  return result.space;
}

async function page(actor: Actor, input: object = {}) {
  const result = await listSpaces(actor, listSpacesSchema.parse(input));
  if (!result.ok) throw new Error(result.reason);
  return result.page;
}

test("a new space has an id of two words and a number, and unset settings are null", async () => {
  const space = await created({
    name: " Staging ",
    settings: { garbageCollectAssetsConfiguration: { enable: true } },
    tags: [{ key: "tier", value: "2" }],
  });
  expect(space).toMatchObject({
    name: "Staging",
    description: "",
    tags: [{ key: "tier", value: "2" }],
    annotations: [],
    contacts: [],
    version: 1,
  });
  expect(space.id).toMatch(/^[a-z]+-[a-z]+-\d{6}$/);
  expect(space.settings).toEqual({
    terminatedAssetsConfiguration: null,
    unusedServiceAccountsConfiguration: null,
    garbageCollectAssetsConfiguration: { enable: true, afterDays: null },
    platformVulnerabilityConfiguration: null,
    eolAssetsConfiguration: null,
    casesConfiguration: null,
    exceptionsConfiguration: null,
  });
  expect(await lastEvents(organizationId)).toMatchObject([
    { action: "space.created", resourceId: space.id, spaceId: space.id },
  ]);
  expect(await getSpace(admin, space.id)).toEqual({ ok: true, space });
});

test("generated ids are slugs", () => {
  for (let i = 0; i < 500; i += 1) expect(slug.safeParse(generateId()).success).toBe(true);
});

test("a taken id is refused, also if another organization has it", async () => {
  const id = generateId();
  await created({ name: "Mine", id });
  const foreign = await createMember((await createOrganization()).id, "admin");
  for (const actor of [admin, foreign]) {
    expect(await createSpace(actor, createSpaceSchema.parse({ name: "Another", id }))).toEqual({
      ok: false,
      reason: "id_taken",
      field: "id",
    });
  }
});

test("spaces are listed by name, searched and paged", async () => {
  for (const name of ["Charlie", "alpha", "Bravo"]) await created({ name });
  expect((await page(admin)).items.map((space) => space.name)).toEqual(["alpha", "Bravo", "Charlie"]);
  expect((await page(admin, { search: "BRAVO" })).items.map((space) => space.name)).toEqual(["Bravo"]);
  const first = await page(admin, { limit: 2, after: "" });
  const second = await page(admin, { limit: 2, after: first.nextCursor });
  expect(await page(admin, { after: second.cursors[0] })).toMatchObject({ items: [], total: 3 });
  expect([...first.items, ...second.items].map((space) => space.name)).toEqual(["alpha", "Bravo", "Charlie"]);
  expect([first.total, second.nextCursor]).toEqual([3, null]);
});

test("an agent sees id and name only, and a token of one space its own space only", async () => {
  const [mine, other] = [await created({ name: "Mine" }), await created({ name: "Other" })];
  const brief = { id: mine.id, name: "Mine" };
  const agent = tokenActor(organizationId, ["agent"], mine.id);
  expect(await getSpace(agent, mine.id)).toEqual({ ok: true, space: brief });
  expect(await page(agent)).toMatchObject({ items: [brief], total: 1 });
  expect(await getSpace(agent, other.id)).toEqual(notFound);
  expect(await getSpaceContents(agent, mine.id)).toMatchObject(insufficient);
  expect((await page(tokenActor(organizationId, ["agent"]))).items).toEqual([brief, { id: other.id, name: "Other" }]);
  expect((await page(tokenActor(organizationId, ["viewer"], mine.id))).items).toMatchObject([
    { id: mine.id, description: "" },
  ]);
});

test("only actors that may read tokens see a space's number of tokens", async () => {
  const { id } = await created({ name: "Staging" });
  const tokensSeenBy = async (actor: Actor) => {
    const result = await getSpaceContents(actor, id);
    return result.ok ? result.contents.tokens : result.reason;
  };
  expect(await tokensSeenBy(admin)).toBe(0);
  expect(await tokensSeenBy(await createMember(organizationId, "member"))).toBeNull();
  expect(await tokensSeenBy(tokenActor(organizationId, ["viewer"]))).toBeNull();
});

test("an edit changes the given fields and audits the changes", async () => {
  const space = await created({ name: "Staging", description: "Old", contacts: [{ name: "Ops" }] });
  const result = await updateSpace(
    admin,
    updateSpaceSchema.parse({
      spaceId: space.id,
      version: 1,
      description: "New",
      settings: { casesConfiguration: { autoCreate: false } },
    }),
  );
  expect(result).toMatchObject({
    ok: true,
    space: {
      name: "Staging",
      description: "New",
      version: 2,
      contacts: [{ name: "Ops", email: null }],
      settings: { casesConfiguration: { autoCreate: false, aggregationWindow: null } },
    },
  });
  const [event] = await lastEvents(organizationId);
  expect(event).toMatchObject({ action: "space.updated", change: { description: { from: "Old", to: "New" } } });
  expect(Object.keys(event?.change as object).sort()).toEqual(["description", "settings"]);
});

test("the second of two edits is stale; without a version the last write wins", async () => {
  const { id } = await created();
  await updateSpace(admin, updateSpaceSchema.parse({ spaceId: id, version: 1, name: "First" }));
  expect(await updateSpace(owner, updateSpaceSchema.parse({ spaceId: id, version: 1, name: "Second" }))).toEqual({
    ok: false,
    reason: "stale",
    detail: { version: 2 },
  });
  expect(await updateSpace(owner, updateSpaceSchema.parse({ spaceId: id, name: "Third" }))).toMatchObject({
    ok: true,
    space: { name: "Third", version: 3 },
  });
});

test("deleting a space deletes everything in it, and its tokens stop working at once", async () => {
  const { id } = await created();
  const issued = await issueToken(admin, issueTokenSchema.parse({ name: "CI", spaceId: id }));
  if (!issued.ok) throw new Error(issued.reason);
  await db().asset.create({ data: { organizationId, spaceId: id, mrn: "//one", name: "One", lastSeenAt: new Date() } });
  const headers = new Headers({ authorization: `Bearer ${issued.secret.reveal()}` });
  const context = { prefix: "latch", ownOrigin: null, address: null, certainAddress: null };
  expect((await authenticate(headers, context)).ok).toBe(true);

  const contents = { tokens: 1, policies: 0, querypacks: 0, assets: 1, reports: 0 };
  expect(await getSpaceContents(admin, id)).toEqual({ ok: true, contents });
  expect(await deleteSpace(owner, { spaceId: id, confirmName: "staging" })).toMatchObject({
    ok: false,
    reason: "invalid_input",
    field: "confirmName",
  });
  expect(await deleteSpace(owner, { spaceId: id, confirmName: " Staging " })).toEqual({ ok: true, contents });
  expect(await authenticate(headers, context)).toMatchObject({
    ok: false,
    error: "invalid_token",
    refusal: { reason: "unknown", record: null },
  });
  expect(await getSpace(owner, id)).toEqual(notFound);
  expect(await lastEvents(organizationId)).toMatchObject([
    { action: "space.deleted", resourceId: id, change: { name: "Staging", ...contents } },
  ]);
  expect(await deleteSpace(owner, { spaceId: id })).toEqual(notFound);
});

test("the permission table decides who may do what", async () => {
  const { id } = await created();
  const member = await createMember(organizationId, "member");
  expect(await deleteSpace(admin, { spaceId: id })).toMatchObject(insufficient);
  for (const actor of [member, tokenActor(organizationId, ["viewer", "agent"])]) {
    expect(await createSpace(actor, createSpaceSchema.parse({ name: "No" }))).toMatchObject(insufficient);
    expect(await updateSpace(actor, { spaceId: id, name: "No" })).toMatchObject(insufficient);
    expect(await deleteSpace(actor, { spaceId: id })).toMatchObject(insufficient);
  }
  expect(
    await createSpace(tokenActor(organizationId, ["owner"], id), createSpaceSchema.parse({ name: "No" })),
  ).toMatchObject(insufficient);
});

test("a space of another organization is not found, like one that does not exist", async () => {
  const { id: foreign } = await created();
  const stranger = await createMember((await createOrganization()).id, "super_admin");
  for (const spaceId of [foreign, "no-such-space", "x", "ROOT'--"]) {
    expect(await getSpace(stranger, spaceId)).toEqual(notFound);
    expect(await getSpaceContents(stranger, spaceId)).toEqual(notFound);
    expect(await updateSpace(stranger, { spaceId, name: "Mine" })).toEqual(notFound);
    expect(await deleteSpace(stranger, { spaceId })).toEqual(notFound);
  }
  expect((await page(stranger)).total).toBe(0);
});
