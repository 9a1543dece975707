import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMember, createOrganization, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findUsable, toActor } from "../access/authenticate/api-token";
import type { Actor, TokenActor } from "../access/authorization/actor";
import type { Permission } from "../access/authorization/permissions";
import { tokenCache } from "../access/token-cache";
import { createApi, deleteApi, setScopes } from "../apis/mutations";
import { createApiSchema } from "../apis/schema";
import { closeDatabase } from "../platform/db";
import { setGrants } from "./grants";
import { issueToken } from "./issuing";
import { setPermissions } from "./mutations";
import { revokeToken } from "./revoking";
import { rotateToken } from "./rotation";
import { issueTokenSchema } from "./schema";
import { setVerifies } from "./verifies";

useTestDatabase();

beforeAll(() => tokenCache().start());
afterAll(async () => {
  await tokenCache().stop();
  await closeDatabase();
});

const APIS = ["urn:acme:a", "urn:acme:b"];
const SCOPES = ["read", "write", "admin"];
const USERS = ["super_admin", "admin", "member"] as const;

/** A scope that lived from one registration to one removal. */
interface ModelScope {
  readonly api: string;
  readonly name: string;
  live: boolean;
}

interface ModelToken {
  readonly actor: TokenActor;
  secret: string;
  readonly parent: ModelToken | null;
  permissions: readonly Permission[];
  scopes: readonly ModelScope[];
  /** For an Issuer: the scopes that it names. */
  readonly issues: readonly ModelScope[] | null;
  /** The ids of the APIs that it is bound to; null if it is not bound. */
  binding: readonly string[] | null;
  live: boolean;
}

const isWithin = (outer: ModelToken["binding"], inner: ModelToken["binding"]): boolean =>
  outer === null || (inner !== null && inner.every((api) => outer.includes(api)));

/** The state of the organization, by rules of its own: who may grant what, and what each token has. */
class Model {
  readonly users: Actor[] = [];
  readonly tokens: ModelToken[] = [];
  readonly apis = new Map<string, { id: string; scopes: ModelScope[] }>();

  constructor(readonly organizationId: string) {}

  /** An actor by number: a user or a token, which acts by what it was when it was created. */
  actor(n: number): { actor: Actor; token: ModelToken | null } {
    const user = this.users[n % (USERS.length + this.tokens.length)];
    if (user) return { actor: user, token: null };
    const token = this.tokens[(n % (USERS.length + this.tokens.length)) - USERS.length] ?? null;
    return token ? { actor: token.actor, token } : this.actor(0);
  }

  /** Whether an actor may give a token these scopes, or change one that has them. */
  mayGrantScopes(
    { actor, token }: { actor: Actor; token: ModelToken | null },
    scopes: readonly ModelScope[],
    permissions: readonly Permission[],
  ): boolean {
    if (actor.kind === "user") return actor.role !== "member";
    if (token?.issues)
      return permissions.length === 0 && scopes.every((scope) => scope.live && token.issues?.includes(scope));
    return token !== null && token.permissions.some((held) => held === "editor" || held === "owner");
  }

  /** The live scopes with these names. */
  scopes(wanted: readonly (readonly [number, number])[]): ModelScope[] {
    return wanted.flatMap(
      ([api, scope]) =>
        this.apis.get(APIS[api] ?? "")?.scopes.filter(({ name, live }) => live && name === SCOPES[scope]) ?? [],
    );
  }

  /** What a parent that cannot grant any more takes from its descendants. */
  narrow(parent: ModelToken): void {
    const may = parent.permissions.some((held) => held === "editor" || held === "owner");
    const grantable: readonly Permission[] = parent.permissions.includes("owner")
      ? ["viewer", "editor", "owner", "agent", "verifier"]
      : parent.permissions.includes("editor")
        ? ["viewer", "editor", "agent"]
        : [];
    for (const child of this.tokens.filter((token) => token.parent === parent && token.live)) {
      child.permissions = child.permissions.filter((held) => grantable.includes(held));
      if (!may) child.scopes = [];
      if (child.permissions.length === 0 && child.scopes.length === 0) this.revoke(child);
      else this.narrow(child);
    }
  }

  /** The ids of the APIs with these numbers. */
  apiIds(numbers: readonly number[]): string[] {
    return numbers.flatMap((at) => this.apis.get(APIS[at] ?? "")?.id ?? []);
  }

  /** What a parent's new binding takes from its descendants. */
  bind(parent: ModelToken): void {
    const { binding } = parent;
    if (binding === null) return;
    for (const child of this.tokens.filter((token) => token.parent === parent && token.live && !token.issues)) {
      child.binding = child.binding?.filter((api) => binding.includes(api)) ?? binding;
      this.bind(child);
    }
  }

  /** Whether a token verifies tokens, or can grant that to one. */
  reachesVerifier({ permissions }: ModelToken): boolean {
    return permissions.includes("verifier") || permissions.includes("owner");
  }

  bound({ binding, live }: ModelToken): string[] | null {
    const ids = [...this.apis.values()].map(({ id }) => id);
    return live && binding ? ids.filter((id) => binding.includes(id)).sort() : null;
  }

  revoke(token: ModelToken): void {
    token.live = false;
    for (const child of this.tokens.filter(({ parent, live }) => parent === token && live)) this.revoke(child);
  }

  expected(token: ModelToken): string[] | null {
    return token.live
      ? token.scopes
          .filter(({ live }) => live)
          .map(({ api, name }) => `${api} ${name}`)
          .sort()
      : null;
  }
}

const wantedScopes = fc.uniqueArray(fc.tuple(fc.nat(APIS.length - 1), fc.nat(SCOPES.length - 1)), {
  maxLength: 4,
  selector: ([api, scope]) => `${api} ${scope}`,
});
const permissions = fc.subarray<Permission>(["viewer", "editor", "owner", "verifier"], { minLength: 0 });
const verifies = fc.option(fc.subarray([0, 1]), { nil: null });
const n = fc.nat(1_000);

const operation = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("appoint" as const), wanted: wantedScopes }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("register" as const), api: fc.nat(APIS.length - 1) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("setScopes" as const),
      api: fc.nat(APIS.length - 1),
      scopes: fc.subarray(SCOPES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("deleteApi" as const), api: fc.nat(APIS.length - 1) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("issue" as const),
      by: n,
      permissions,
      wanted: wantedScopes,
      verifies: fc.option(verifies, { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("bind" as const), by: n, token: n, verifies }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("grant" as const), by: n, token: n, wanted: wantedScopes }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("permit" as const), by: n, token: n, permissions }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("revoke" as const), by: n, token: n }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rotate" as const), by: n, token: n }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

let names = 0;

/** What authentication makes of the one who acts: a token as it is now, or as it was created if it is dead. */
async function current({ actor, token }: { actor: Actor; token: ModelToken | null }): Promise<Actor> {
  const live = token && (await findUsable(token.secret));
  return live ? toActor(live.record, null) : actor;
}

const identifiers = (numbers: readonly number[]) => numbers.map((at) => APIS[at] ?? "");

function grantsOf(wanted: readonly (readonly [number, number])[]) {
  return APIS.map((api, at) => ({
    api,
    scopes: wanted.filter(([index]) => index === at).map(([, scope]) => SCOPES[scope] ?? ""),
  })).filter(({ scopes }) => scopes.length > 0);
}

/** Does one operation to the organization and, if it succeeds, to the model. */
async function apply(model: Model, op: Operation): Promise<void> {
  const admin = model.users[1];
  if (!admin) throw new Error("there is no administrator");
  switch (op.kind) {
    case "register": {
      const identifier = APIS[op.api] ?? "";
      const made = await createApi(admin, createApiSchema.parse({ identifier, name: "An API" }));
      if (made.ok) model.apis.set(identifier, { id: made.api.id, scopes: [] });
      return;
    }
    case "setScopes": {
      const api = APIS[op.api] ?? "";
      const known = model.apis.get(api);
      if (!known) return;
      const scopes = op.scopes.map((name) => ({ name, description: "" }));
      expect((await setScopes(admin, { apiId: known.id, scopes })).ok).toBe(true);
      for (const scope of known.scopes) if (!op.scopes.includes(scope.name)) scope.live = false;
      for (const name of op.scopes)
        if (!known.scopes.some((scope) => scope.live && scope.name === name))
          known.scopes.push({ api, name, live: true });
      return;
    }
    case "deleteApi": {
      const known = model.apis.get(APIS[op.api] ?? "");
      if (!known) return;
      expect((await deleteApi(admin, { apiId: known.id })).ok).toBe(true);
      for (const scope of known.scopes) scope.live = false;
      model.apis.delete(APIS[op.api] ?? "");
      return;
    }
    case "issue": {
      const by = model.actor(op.by);
      const input = {
        name: `Token ${(names += 1)}`,
        permissions: op.permissions,
        grants: grantsOf(op.wanted),
        ...(op.verifies === undefined ? {} : { verifies: op.verifies && identifiers(op.verifies) }),
      };
      const issued = await issueToken(await current(by), issueTokenSchema.parse(input));
      if (!issued.ok) return;
      expect(by.token?.live).not.toBe(false);
      const scopes = model.scopes(op.wanted);
      expect(scopes).toHaveLength(op.wanted.length);
      if (op.wanted.length > 0) expect(model.mayGrantScopes(by, scopes, op.permissions)).toBe(true);
      if (op.verifies) expect(op.permissions).toContain("verifier");
      const inherited = by.token?.binding ?? null;
      const binding = op.verifies === undefined ? inherited : op.verifies && model.apiIds(op.verifies);
      expect(isWithin(inherited, binding)).toBe(true);
      model.tokens.push({
        actor: { ...tokenActor(model.organizationId, [...op.permissions]), tokenId: issued.token.id },
        secret: issued.secret.reveal(),
        parent: by.token?.issues ? null : by.token,
        permissions: op.permissions,
        scopes,
        issues: null,
        binding,
        live: true,
      });
      return;
    }
    case "appoint": {
      const [owner] = model.users;
      const input = { name: `Token ${(names += 1)}`, permissions: ["issuer"], issues: grantsOf(op.wanted) };
      if (!owner || op.wanted.length === 0) return;
      const issued = await issueToken(owner, issueTokenSchema.parse(input));
      if (!issued.ok) return;
      model.tokens.push({
        actor: { ...tokenActor(model.organizationId, ["issuer"]), tokenId: issued.token.id },
        secret: issued.secret.reveal(),
        parent: null,
        permissions: ["issuer"],
        scopes: [],
        issues: model.scopes(op.wanted),
        binding: null,
        live: true,
      });
      return;
    }
    default:
      return applyToToken(model, op);
  }
}

async function applyToToken(
  model: Model,
  op: Extract<Operation, { kind: "grant" | "permit" | "bind" | "revoke" | "rotate" }>,
): Promise<void> {
  const target = model.tokens[op.token % Math.max(1, model.tokens.length)];
  if (!target) return;
  const by = model.actor(op.by);
  if (by.token?.live === false) return;
  const actor = await current(by);
  const seen = { tokenId: target.actor.tokenId, version: null };
  const before = model.expected(target) ?? [];
  if (op.kind === "grant") {
    const done = await setGrants(actor, { ...seen, grants: grantsOf(op.wanted) });
    if (!done.ok) return;
    const scopes = model.scopes(op.wanted);
    const had = target.scopes.filter(({ live }) => live);
    if (before.length > 0 || op.wanted.length > 0)
      expect(model.mayGrantScopes(by, [...had, ...scopes], target.permissions)).toBe(true);
    target.scopes = scopes;
  } else if (op.kind === "permit") {
    const done = await setPermissions(actor, { ...seen, permissions: op.permissions });
    if (!done.ok) return;
    expect(by.token?.issues ?? null).toBeNull();
    if (before.length > 0) expect(model.mayGrantScopes(by, [], [])).toBe(true);
    target.permissions = op.permissions;
    model.narrow(target);
  } else if (op.kind === "bind") {
    const done = await setVerifies(actor, { ...seen, verifies: op.verifies && identifiers(op.verifies) });
    if (!done.ok) return;
    const binding = op.verifies && model.apiIds(op.verifies);
    expect(target.permissions).toContain("verifier");
    if (by.token) expect(by.token.permissions).toContain("owner");
    else expect(by.actor).toMatchObject({ role: "super_admin" });
    for (const bound of [by.token, target.parent]) expect(isWithin(bound?.binding ?? null, binding)).toBe(true);
    target.binding = binding;
    model.bind(target);
  } else if (op.kind === "revoke") {
    if ((await revokeToken(actor, { tokenId: target.actor.tokenId })).ok) model.revoke(target);
  } else {
    const done = await rotateToken(actor, { ...seen, graceSeconds: 0 });
    if (!done.ok) return;
    target.secret = done.secret.reveal();
    if (by.token && model.reachesVerifier(target)) expect(isWithin(by.token.binding, target.binding)).toBe(true);
  }
}

/** What a check says of each token, first as it comes and then from memory. */
async function checkAll(model: Model): Promise<void> {
  for (let round = 0; round < 2; round += 1)
    for (const token of model.tokens) {
      const live = await findUsable(token.secret);
      const found =
        live && live.record.grants.flatMap(({ api, scopes }) => [...scopes].map((name) => `${api} ${name}`));
      expect(found && found.sort()).toEqual(model.expected(token));
      expect(live?.record.verifies?.map(({ apiId }) => apiId).sort() ?? null).toEqual(model.bound(token));
    }
}

test("no sequence of changes gives a token what its creator could not grant, or leaves what was taken", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 8, maxLength: 30 }), async (operations) => {
      const { id } = await createOrganization();
      const model = new Model(id);
      for (const role of USERS) model.users.push(await createMember(id, role));
      for (const api of [0, 1]) {
        await apply(model, { kind: "register", api });
        await apply(model, { kind: "setScopes", api, scopes: SCOPES });
      }
      for (const op of operations) {
        await apply(model, op);
        await checkAll(model);
      }
    }),
    { numRuns: 30 },
  );
}, 300_000);
