import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Result } from "@/lib/platform/result/result";
import { sessionCookieName } from "@/lib/platform/http/session-cookie";
import type { UserActor } from "@/lib/access/authorization/actor";
import { ROLES } from "@/lib/access/authorization/permissions";
import { closeDatabase, db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { inputWith, MARK, twoTenants, watch, type TwoTenants } from "../tools/testing/two-tenants";
import { useTestDatabase } from "../tools/testing/use-database";

/** The request as Next provides it: cookie and headers. Everything else is real. */
const request = vi.hoisted(() => ({ cookie: "", headers: {} }));
vi.mock("next/headers", () => ({
  cookies: () =>
    Promise.resolve({
      get: () => ({ value: request.cookie }),
      has: () => true,
      set: () => undefined,
      delete: () => undefined,
    }),
  headers: () => Promise.resolve(new Headers(request.headers)),
}));
vi.mock("next/cache", () => ({
  revalidatePath: () => undefined,
  revalidateTag: () => undefined,
  refresh: () => undefined,
}));
vi.mock("next/navigation", () => import("../tools/testing/next-navigation"));
vi.mock("@/lib/account/next-auth", () => ({
  signIn: () => Promise.resolve(),
  signOut: () => Promise.resolve(),
  SignInLimited: class extends Error {},
  SignInUnavailable: class extends Error {},
}));

useTestDatabase();

type Action = (raw: never) => Promise<Result<object>>;
/** Form actions: they accept plain forms, for users without JavaScript or a session. */
const TAKES_FORM = new Set([
  "loginAction",
  "setUpAction",
  "invitationAction",
  "resetPasswordAction",
  "signOutAction",
  "switchOrganizationAction",
  "registerApiForm", // calls createApiAction
]);
const modules = import.meta.glob<Record<string, unknown>>(["./**/*actions.ts"]);
/** Every server action for signed-in users, created by action(). Public form actions are not included. */
const actions: [string, Action][] = [];
for (const [file, load] of Object.entries(modules)) {
  for (const [name, value] of Object.entries(await load()))
    if (typeof value === "function" && !TAKES_FORM.has(name)) actions.push([`${file}: ${name}`, value as Action]);
}

/** Actions that only concern the actor's own resources, so they may succeed. */
const OWN_ONLY = new RegExp(
  [
    ...["issueInvitation", "inviteMember", "findInvitation", "createSpace", "createApi", "changeName"],
    ...[
      "signOutEverywhere",
      "search",
      "choose",
      "revokeSubject",
      "SubjectLimits",
      "updateOrganization",
      "updateSettings",
      "verify",
      "endOther",
    ],
  ].join("|"),
  "i",
);

let tenants: TwoTenants;
let isUnchanged: () => Promise<boolean>;
beforeAll(async () => {
  request.headers = { origin: "http://latchkey.test", host: "latchkey.test" };
  tenants = await twoTenants();
  isUnchanged = watch(tenants.other);
  await isUnchanged();
});
afterAll(closeDatabase);

/** Each call gets its own session, because some actions end it. */
async function signInAs(actor: UserActor): Promise<void> {
  const { id } = await db().session.create({
    data: { userId: actor.userId, organizationId: actor.organizationId, expiresAt: new Date(Date.now() + 3_600_000) },
  });
  request.cookie = await encode({
    token: { sub: actor.userId, sid: id },
    secret: env().AUTH_SECRET,
    salt: sessionCookieName(env()),
  });
}

async function call(run: Action, actor: UserActor, input: object): Promise<Result<object>> {
  await signInAs(actor);
  return run(input as never);
}

test("there are actions to test", () => {
  expect(actions.length).toBeGreaterThan(10);
});

describe.each(ROLES)("as %s", (role) => {
  test.each(actions)(
    "%s: foreign and missing resources get the same result, and nothing foreign changes",
    async (name, run) => {
      const actor = tenants.actors[role];
      const foreign = await call(run, actor, { ...inputWith(tenants.foreign), organizationId: tenants.own });
      const missing = await call(run, actor, { ...inputWith(tenants.missing), organizationId: tenants.own });
      expect(JSON.stringify(foreign)).not.toContain(MARK);
      if (foreign.ok) expect(name).toMatch(OWN_ONLY);
      else expect([foreign, foreign.reason]).toEqual([missing, expect.not.stringMatching("unavailable")]);
      expect(await isUnchanged()).toBe(true);
    },
  );

  test.each(actions)("%s: the other organization is not found", async (_name, run) => {
    const answer = await call(run, tenants.actors[role], {
      ...inputWith(tenants.foreign),
      organizationId: tenants.other,
    });
    expect(answer).toEqual({ ok: false, reason: "not_found" });
  });
});

/** Everything that says something about a token, anywhere in an answer. */
function tokenFactsIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    /^(?:token|tokens|made|maker|descendants)$/.test(name) && part !== null ? [{ [name]: part }] : tokenFactsIn(part),
  );
}

describe("a Member, who may not see tokens, learns nothing of them from", () => {
  test.each(actions)("%s", async (_name, run) => {
    const tokens = await db().apiToken.findMany({ where: { organizationId: tenants.own, spaceId: { not: null } } });
    const [token] = tokens;
    if (!token?.spaceId) throw new Error("there is no token of a space");
    const ids = { ...tenants.missing, tokenId: token.id, spaceId: token.spaceId, id: token.id };
    const named = { ...inputWith(ids), search: token.name, organizationId: tenants.own };
    const answer = await call(run, tenants.actors.member, named);
    expect(tokenFactsIn(answer)).toEqual([]);
    for (const { name, hint } of tokens) {
      expect(JSON.stringify(answer)).not.toContain(name);
      expect(JSON.stringify(answer)).not.toContain(hint);
    }
  });
});

test.each(actions)("%s: without a session, or from another origin, nothing is done", async (_name, run) => {
  request.cookie = "";
  const input = { ...inputWith(tenants.foreign), organizationId: tenants.own } as never;
  expect(await run(input)).toEqual({ ok: false, reason: "unauthenticated" });
  for (const origin of ["https://evil.example", "null", "not an origin", undefined]) {
    request.headers = { host: "latchkey.test", ...(origin ? { origin } : {}) };
    expect(await run(input)).toEqual({ ok: false, reason: "foreign_origin" });
  }
  request.headers = { origin: "http://latchkey.test", host: "latchkey.test" };
});
