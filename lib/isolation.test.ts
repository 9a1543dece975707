import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inputWith, MARK, twoTenants, type TenantIds, type TwoTenants, watch } from "../tools/testing/two-tenants";
import { useTestDatabase } from "../tools/testing/use-database";
import type { Actor, TokenActor } from "./access/authorization/actor";
import { PERMISSIONS, ROLES } from "./access/authorization/permissions";
import { closeDatabase } from "./platform/db";
import type { Result } from "./platform/result/result";
import { Secret } from "./platform/secret";

useTestDatabase();

/** Every query and mutation of the domain: what lib exports that begins with an actor. */
type Operation = (...args: unknown[]) => Promise<Result<object>>;
const modules = import.meta.glob<Record<string, unknown>>([
  "./*/{queries,mutations,details,rotation,grants,issuing,revoking,issues,verifies,scope-holders,feed,settings}.ts",
  "./*/{limiting,subject-limits}.ts",
  "./*/{policy,querypack}-{queries,mutations}.ts",
]);
const operations: [string, Operation, string[]][] = [];
for (const [file, load] of Object.entries(modules)) {
  for (const [name, value] of Object.entries(await load())) {
    const parameters = typeof value === "function" ? parametersOf(value) : [];
    if (parameters[0] === "actor") operations.push([`${file}: ${name}`, value as Operation, parameters]);
  }
}

/** The names of a function's parameters; a destructured one is `input`. */
function parametersOf(value: object): string[] {
  const source = Function.prototype.toString.call(value);
  const list = source.slice(source.indexOf("(") + 1).replace(/\{[^}]*\}(?=[,)])/g, "input");
  return list
    .slice(0, list.indexOf(")"))
    .split(",")
    .map((parameter) => parameter.trim().split(/[\s=]/)[0] ?? "");
}

/** What names nothing but the actor's own organization or account, and may succeed. */
const OWN_ONLY = new RegExp(
  [
    ...["inviteMember", "createSpace", "createApi", "list", "summarize", "changeName", "getAccount"],
    ...["signOutEverywhere", "verifyAuditLog", "getOrganization", "updateOrganization", "getOwnToken"],
    ...["revokeSubject", "getSubjectLimits", "setSubjectLimits", "revokeAsHolder", "find"],
    // Of what the organization does not have there are no requests, and nothing to advise.
    ...["readUsage", "readScore", "getAdvice"],
  ].join("|"),
);

let tenants: TwoTenants;
let isUnchanged: () => Promise<boolean>;
beforeAll(async () => {
  tenants = await twoTenants();
  isUnchanged = watch(tenants.other);
  await isUnchanged();
});
afterAll(closeDatabase);

function argumentsFor(parameters: string[], actor: Actor, ids: TenantIds): unknown[] {
  const passwords = { current: new Secret("wrong-password-wrong"), next: new Secret("a-long-enough-passphrase-1") };
  const range = { granularity: "day", from: new Date("2026-05-01"), to: new Date("2026-06-01") };
  const input: Record<string, unknown> = {
    ...inputWith(ids),
    ...passwords,
    ...range,
    by: "token",
    owner: { kind: "api", key: ids.apiId },
  };
  const all: Record<string, unknown> = { ...input, range, actor, input, wanted: [], tokenIds: [input.tokenId] };
  return parameters.map((name) => all[name]);
}

const tokenActor = (permission: TokenActor["permissions"][number], organizationId: string): TokenActor => ({
  kind: "token",
  tokenId: "01900000-0000-7000-8000-00000000000a",
  name: "a token of ours",
  organizationId,
  spaceAccess: { kind: "organization" },
  permissions: [permission],
  expiresAt: null,
  address: null,
});

const callers: [string, () => Actor][] = [
  ...ROLES.map((role): [string, () => Actor] => [role, () => tenants.actors[role]]),
  ...PERMISSIONS.map((permission): [string, () => Actor] => [
    `a token with ${permission}`,
    () => tokenActor(permission, tenants.own),
  ]),
];

/** Throws at our input: fields that zod would have stripped, or a token where only people have an account. */
const REFUSES_OUR_INPUT = /updateOrganization|account\//;

/** Called, with what it throws as an answer. */
async function answerOf(operation: Operation, args: unknown[]): Promise<unknown> {
  try {
    return await operation(...args);
  } catch (error) {
    return { thrown: (error as Error).name };
  }
}

test("there are operations to test", () => {
  expect(operations.length).toBeGreaterThan(25);
});

describe.each(callers)("as %s", (_caller, actor) => {
  test.each(operations)(
    "%s: foreign and missing resources get the same result, and nothing foreign is revealed or changed",
    async (name, operation, parameters) => {
      const foreign = await answerOf(operation, argumentsFor(parameters, actor(), tenants.foreign));
      const missing = await answerOf(operation, argumentsFor(parameters, actor(), tenants.missing));
      expect(JSON.stringify(foreign) ?? "").not.toContain(MARK);
      if (typeof foreign === "object" && foreign !== null && "thrown" in foreign)
        expect(name).toMatch(REFUSES_OUR_INPUT);
      const worked = Array.isArray(foreign) || (foreign as Result).ok;
      if (worked) expect(name).toMatch(OWN_ONLY);
      else expect(foreign).toEqual(missing);
      expect(await isUnchanged()).toBe(true);
    },
  );
});
