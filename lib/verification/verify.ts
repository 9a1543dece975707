import { z } from "../platform/validation/zod";
import { findAllKnown, toActor } from "../access/authenticate/api-token";
import { spaceAccessOf, spaceOf, type TokenActor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { MAX_SCOPES } from "../apis/limits";
import { identifierSchema, scopeName } from "../apis/schema";
import { PERMISSIONS } from "../access/authorization/permissions";
import { tokenCache } from "../access/token-cache";
import { LIMIT_CODES, whyLimited } from "../access/limits/effective";
import { countUse } from "../access/uses";
import { DEAD_CODES, whyDead, type KnownToken, type TokenRecord } from "../access/token-cache/token-record";
import { whenSettled } from "../platform/maybe-promise";
import type { Result } from "../platform/result/result";
import { grantOf, hasScopes } from "./api-demand";
import { askedApi, seenBy } from "./binding";
import {
  addressSchema,
  costSchema,
  meets,
  meetsAll,
  permissionDemand,
  resourceDemand,
  spacesOf,
  spaceToLookUp,
} from "./demand";

/** The maximum number of tokens that one request verifies. */
export const MAX_CHECKS = 100;

/** Why a token was refused, in the order in which the conditions are evaluated; or `valid`. */
export const VERIFY_CODES = [
  "malformed",
  "unknown",
  ...DEAD_CODES,
  ...LIMIT_CODES,
  "wrong_api",
  "insufficient_scope",
  "rate_limited",
  "quota_exceeded",
  "valid",
] as const;
export type VerifyCode = (typeof VERIFY_CODES)[number];

/** One token to verify, and what it must be allowed to do. */
const demandSchema = z.strictObject({
  token: z.string().trim().openapi({ description: "The token, as it was presented." }),
  api: identifierSchema.optional().openapi({
    description:
      "The identifier of an API of the organization. Left out: the only API that the Verifier is bound to, or else " +
      "Latchkey’s own API, whose scopes are the permissions.",
  }),
  scopes: z
    .array(scopeName)
    .max(MAX_SCOPES)
    .default([])
    .openapi({ description: "Scopes of that API: the token must have all of them." }),
  permission: permissionDemand
    .optional()
    .openapi({ description: "A permission (`editor`) or an action (`policy.write`) that the token must hold." }),
  space: resourceDemand
    .optional()
    .openapi({ description: "A space that the token must reach; the organization’s id for all of it." }),
  address: addressSchema.optional(),
  cost: costSchema.default(1).openapi({
    description:
      "How many requests it counts as against the token’s limits, if it is valid. 0 asks and counts nothing.",
  }),
});

/** Demands that exclude each other are refused: one of them would not be enforced. */
export const tokenCheckSchema = demandSchema
  .refine(({ api, permission }) => api === undefined || permission === undefined, {
    path: ["permission"],
    message: "Demand scopes of an API, or a permission.",
  })
  .refine(({ api, space }) => api === undefined || space === undefined, {
    path: ["space"],
    message: "Spaces concern Latchkey’s own API only.",
  });
export type TokenCheck = z.output<typeof tokenCheckSchema>;

const instant = z.iso.datetime();

/** What a Verifier learns of a token of its organization, live or not. Instants are ISO 8601, UTC. */
export const verifiedTokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  organization: z.string(),
  permissions: z.array(z.enum(PERMISSIONS)).readonly(),
  spaces: z.array(z.string()).readonly().openapi({ description: "Space ids, or `*` for all." }),
  grants: z
    .array(z.object({ api: z.string(), scopes: z.array(z.string()).readonly() }).readonly())
    .readonly()
    .openapi({ description: "Its scopes of the organization’s APIs, by the API’s identifier." }),
  subject: z.string().nullable().openapi({ description: "Whom the token is for." }),
  metadata: z.record(z.string(), z.unknown()).openapi({ type: "object" }),
  createdAt: instant,
  expiresAt: instant.nullable().openapi({ description: "When this secret stops working. Null: never." }),
  revokedAt: instant.nullable(),
});

/** What is left of one limit. */
const limitStateSchema = z.object({
  name: z.string().openapi({
    description: "`requestsPerMinute`, `quota`, `maxUses`, a window’s name, or `token` for the organization’s limit.",
  }),
  limit: z.int(),
  remaining: z.int().openapi({ description: "What is left. Other processes may have let in more since." }),
  resetSeconds: z.int().nullable().openapi({ description: "When it begins anew. Null: never, for `maxUses`." }),
});

export const verificationSchema = z.object({
  valid: z.boolean(),
  code: z.enum(VERIFY_CODES).openapi({ description: "`valid`, or the first condition that failed." }),
  token: verifiedTokenSchema.optional().openapi({ description: "Missing if the token is malformed or unknown." }),
  cacheable: z
    .literal(true)
    .optional()
    .openapi({
      description:
        "Whether a program that follows `/api/v1/changes` may remember the answer, until it is told to forget it or " +
        "the token expires. Missing if the token is dead, or has limits.",
    }),
  limits: z.array(limitStateSchema).readonly().optional().openapi({
    description:
      "What is left of the limits that count its requests. Missing if there are none, or if something else refused it.",
  }),
});
export type Verification = z.output<typeof verificationSchema>;

/** The results, in the order of the checks. */
export type Verified = Result<{ readonly results: readonly Verification[] }>;

/**
 * Verifies tokens for `verifier`, each with the reason if it is refused. Unlike introspection, this tells dead tokens
 * from unknown ones; foreign tokens and, for a verifier of one space, tokens of other spaces are `unknown`, and so is
 * what a verifier is not bound to: other APIs, and tokens without a scope of its own. One statement looks up all tokens
 * that are not cached, and one all spaces. Returns without a promise if there is none; rejects if the database is
 * unavailable.
 */
export function verifyTokens(
  verifier: TokenActor,
  checks: readonly TokenCheck[],
  issuer: string,
): Verified | Promise<Verified> {
  const may = decide(verifier, "token.verify", {
    organizationId: verifier.organizationId,
    spaceId: spaceOf(spaceAccessOf(verifier)),
  });
  if (!may.ok) return may;
  const found = findAllKnown(checks.map(({ token }) => token));
  return whenSettled(found, (known) =>
    whenSettled(findSpaces(verifier, checks), (spaces) =>
      countAll(
        checks.map((check, at) => evaluate(verifier, check, known[at], { issuer, spaces })),
        checks.map(({ cost }, at) => ({ cost, known: known[at] })),
      ),
    ),
  );
}

interface Counted {
  readonly cost: number;
  readonly known: KnownToken | null | undefined;
}

/** A check that no limit counts needs no promise. */
function countAll(results: readonly Verification[], checks: readonly Counted[]): Verified | Promise<Verified> {
  const isCounted = results.some(({ valid }, at) => valid && (checks[at]?.known?.record.counted.length ?? 0) > 0);
  return isCounted ? countInTurn(results, checks) : { ok: true, results };
}

/** One after the other, so that a batch waits for one connection at a time. */
async function countInTurn(results: readonly Verification[], checks: readonly Counted[]): Promise<Verified> {
  const counted: Verification[] = [];
  for (const [at, result] of results.entries()) counted.push(await count(result, checks[at]));
  return { ok: true, results: counted };
}

/** Counts a valid token against its limits. Refuses it if one is reached. */
function count(result: Verification, check: Counted | undefined): Verification | Promise<Verification> {
  if (!result.valid || !check?.known || check.known.record.counted.length === 0) return result;
  return whenSettled(countUse(check.known, check.cost), (use) => {
    const limits = use.states.map(({ name, limit, remaining, resetSeconds }) => ({
      name,
      limit,
      remaining,
      resetSeconds,
    }));
    return use.ok ? { ...result, limits } : { ...result, valid: false, code: use.code, limits };
  });
}

/** Whether a check demands scopes without saying of which API. A verifier that is bound to only one need not say it. */
export function lacksApi(verifier: TokenActor, check: TokenCheck, issuer: string): boolean {
  return check.scopes.length > 0 && check.api === undefined && typeof askedApi(verifier, check, issuer) !== "string";
}

/** What the evaluation needs besides the token. */
interface Context {
  readonly issuer: string;
  /** Those of the named spaces that belong to the organization. */
  readonly spaces: ReadonlySet<string>;
}

function findSpaces(
  { organizationId }: TokenActor,
  checks: readonly TokenCheck[],
): ReadonlySet<string> | Promise<ReadonlySet<string>> {
  const named = new Set(checks.flatMap(({ space }) => space ?? []));
  named.delete(organizationId);
  return tokenCache().spacesOf(organizationId, [...named]);
}

const MALFORMED: Verification = { valid: false, code: "malformed" };
const UNKNOWN: Verification = { valid: false, code: "unknown" };

function evaluate(
  verifier: TokenActor,
  demand: TokenCheck,
  known: KnownToken | null | undefined,
  context: Context,
): Verification {
  if (known === undefined) return MALFORMED;
  if (known === null) return UNKNOWN;
  const record = seenBy(verifier, known.record);
  const api = askedApi(verifier, demand, context.issuer);
  if (record === null || api === undefined) return UNKNOWN;
  const dead = whyDead(record, known.now);
  if (dead !== null) return refused(record, dead);
  const limited = whyLimited(record.limits, known.now, { certainAddress: demand.address ?? null });
  if (limited !== null) return refused(record, limited);
  return api === null ? evaluateOwn(record, demand, context) : evaluateApi(record, api, demand.scopes);
}

/** What a token has of an API of its organization. */
function evaluateApi(record: TokenRecord, api: string, scopes: readonly string[]): Verification {
  const grant = grantOf(record, api);
  if (grant === null) return lacking(record, "wrong_api");
  return hasScopes(grant, scopes) ? accepted(record) : lacking(record, "insufficient_scope");
}

/** What a token has of Latchkey's own API, whose scopes are the permissions. */
function evaluateOwn(
  record: TokenRecord,
  { permission, space, scopes }: TokenCheck,
  { spaces }: Context,
): Verification {
  if (record.permissions.length === 0) return lacking(record, "wrong_api");
  const actor = toActor(record, null);
  const wanted = { permission, resource: space };
  const lookedUp = spaceToLookUp(actor, wanted);
  const allowed = meetsAll(actor, scopes) && meets(actor, wanted) && (lookedUp === null || spaces.has(lookedUp));
  return allowed ? accepted(record) : lacking(record, "insufficient_scope");
}

const accepted = (record: TokenRecord): Verification => ({
  valid: true,
  code: "valid",
  token: toVerifiedToken(record),
  ...remembered(record),
});

const refused = (record: TokenRecord, code: VerifyCode): Verification => ({
  valid: false,
  code,
  token: toVerifiedToken(record),
});

/** The refusal of a live token, for what it lacks. */
const lacking = (record: TokenRecord, code: VerifyCode): Verification => ({
  ...refused(record, code),
  ...remembered(record),
});

/** Each request of a token with limits has to be looked at, or counted. */
const remembered = ({ limits, counted }: TokenRecord): Pick<Verification, "cacheable"> =>
  limits === null && counted.length === 0 ? { cacheable: true } : {};

function toVerifiedToken(record: TokenRecord): z.output<typeof verifiedTokenSchema> {
  return {
    id: record.tokenId,
    name: record.name,
    organization: record.organizationId,
    permissions: record.permissions,
    spaces: spacesOf(toActor(record, null).spaceAccess),
    grants: record.grants.map(({ api, scopes }) => ({ api, scopes: [...scopes] })),
    subject: record.subject,
    metadata: record.metadata ?? {},
    createdAt: toInstant(record.createdAt),
    expiresAt: record.endsAt === null ? null : toInstant(record.endsAt),
    revokedAt: record.revokedAt === null ? null : toInstant(record.revokedAt),
  };
}

const toInstant = (ms: number): string => new Date(ms).toISOString();
