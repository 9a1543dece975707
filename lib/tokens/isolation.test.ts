import { beforeAll, describe, expect, test } from "vitest";
import { tokenActor } from "@/tools/testing/actors";
import { createMember, createOrganization, createSpaceIn } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import type { Actor } from "../access/authorization/actor";
import { PERMISSIONS, ROLES } from "../access/authorization/permissions";
import { getTokenDetails } from "./details";
import { getTokenFormOptions } from "./token-form-options";
import { issueToken } from "./issuing";
import { editToken, setPermissions } from "./mutations";
import { revokeToken } from "./revoking";
import { getToken, listTokens, summarizeTokens } from "./queries";
import { rotateToken } from "./rotation";
import { issueTokenSchema, listTokensSchema } from "./schema";

useTestDatabase();

interface Place {
  tokenId: string;
  spaceId: string;
}

/** Every function of this noun that takes an id from a caller. */
const CALLS: Record<string, (actor: Actor, place: Place) => Promise<unknown>> = {
  getToken: (actor, { tokenId }) => getToken(actor, tokenId),
  getTokenDetails: (actor, { tokenId }) => getTokenDetails(actor, tokenId),
  getTokenFormOptions: (actor, { spaceId }) => getTokenFormOptions(actor, spaceId),
  editToken: (actor, { tokenId }) => editToken(actor, { tokenId, version: 1, name: "Mine now" }),
  setPermissions: (actor, { tokenId }) => setPermissions(actor, { tokenId, version: 1, permissions: ["viewer"] }),
  rotateToken: (actor, { tokenId }) => rotateToken(actor, { tokenId, version: 1, graceSeconds: 0 }),
  revokeToken: (actor, { tokenId }) => revokeToken(actor, { tokenId }),
  issueToken: (actor, { spaceId }) => issueToken(actor, issueTokenSchema.parse({ name: "Mine", spaceId })),
  listTokens: (actor, { spaceId }) => listTokens(actor, listTokensSchema.parse({ spaceAccess: spaceId })),
  summarizeTokens: (actor, { spaceId }) => summarizeTokens(actor, spaceId),
};

const MISSING: Place = { tokenId: "0193c000-0000-7000-8000-00000000dead", spaceId: "no-such-space" };
let foreign: Place;
let otherSpace: Place;
let actors: Map<string, Actor>;

async function placeIn(organizationId: string): Promise<Place> {
  const owner = await createMember(organizationId, "super_admin");
  const { id: spaceId } = await createSpaceIn(organizationId);
  const issued = await issueToken(owner, issueTokenSchema.parse({ name: "Theirs", spaceId }));
  if (!issued.ok) throw new Error(issued.reason);
  return { tokenId: issued.token.id, spaceId };
}

beforeAll(async () => {
  const own = (await createOrganization()).id;
  const { id: ownSpace } = await createSpaceIn(own);
  foreign = await placeIn((await createOrganization()).id);
  otherSpace = await placeIn(own);
  actors = new Map<string, Actor>();
  for (const role of ROLES) actors.set(role, await createMember(own, role));
  for (const permission of PERMISSIONS) {
    actors.set(`${permission} token`, tokenActor(own, [permission]));
    actors.set(`${permission} token of a space`, tokenActor(own, [permission], ownSpace));
  }
});

/** No Issuer is of one space: granting.test.ts. */
const OF_SPACES = PERMISSIONS.filter((permission) => permission !== "issuer");
const callers = [
  ...ROLES,
  ...PERMISSIONS.map((permission) => `${permission} token`),
  ...OF_SPACES.map((permission) => `${permission} token of a space`),
];

function actorOf(caller: string): Actor {
  const actor = actors.get(caller);
  if (!actor) throw new Error(caller);
  return actor;
}

describe.each(Object.keys(CALLS))("%s", (name) => {
  const call = (actor: Actor, place: Place) => CALLS[name]?.(actor, place);

  test.each(callers)("as %s: resources of another organization look like missing ones", async (caller) => {
    const answer = await call(actorOf(caller), foreign);
    expect(answer).toEqual(await call(actorOf(caller), MISSING));
  });

  test.each(callers.filter((caller) => caller.endsWith("of a space")))(
    "as %s: so do resources of another space",
    async (caller) => {
      const answer = await call(actorOf(caller), otherSpace);
      expect(answer).toEqual(await call(actorOf(caller), MISSING));
      expect(answer).toEqual({ ok: false, reason: "not_found" });
    },
  );
});
