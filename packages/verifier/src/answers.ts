import { isRecord, isStrings, toEpoch } from "./parsing.js";
import { isRefusalCode, type LimitState, type RefusalCode, type VerifiedToken } from "./result.js";

/** A token as Latchkey describes it, live or not. */
interface DescribedToken {
  readonly token: VerifiedToken;
  readonly expiresAt: number | null;
  /** Whether it has a scope of the API. */
  readonly isForApi: boolean;
}

/** One result of `POST /api/v1/verify`. */
export type Answer = {
  readonly limits: readonly LimitState[] | undefined;
} & (
  | { readonly valid: true; readonly described: DescribedToken; readonly isCacheable: boolean }
  | {
      readonly valid: false;
      readonly code: RefusalCode;
      readonly described: DescribedToken | null;
      readonly isCacheable: boolean;
    }
);

/** The API that was asked about. */
export interface AskedApi {
  readonly api: string;
  /** Whether it is Latchkey's own, whose scopes are the permissions. */
  readonly isOwn: boolean;
}

/** The results for so many questions, in their order; null for what is no answer to them. */
export function parseAnswers(body: unknown, count: number, api: AskedApi): readonly Answer[] | null {
  if (!isRecord(body) || !Array.isArray(body.results) || body.results.length !== count) return null;
  const answers = body.results.map((result) => parseAnswer(result, api));
  return answers.includes(null) ? null : (answers as readonly Answer[]);
}

function parseAnswer(result: unknown, api: AskedApi): Answer | null {
  if (!isRecord(result)) return null;
  const { valid, code, cacheable } = result;
  const described = result.token === undefined ? null : parseToken(result.token, api);
  const limits = result.limits === undefined ? undefined : parseLimits(result.limits);
  if (limits === null || (result.token !== undefined && described === null)) return null;
  const common = { limits, isCacheable: cacheable === true && described !== null };
  if (valid === true) return code === "valid" && described !== null ? { valid, described, ...common } : null;
  return valid === false && isRefusalCode(code) ? { valid, code, described, ...common } : null;
}

function parseToken(value: unknown, { api, isOwn }: AskedApi): DescribedToken | null {
  if (!isRecord(value)) return null;
  const { id, name, organization, subject, metadata, permissions } = value;
  const grants = parseGrants(value.grants);
  const expiresAt = value.expiresAt === null ? null : toEpoch(value.expiresAt);
  if (typeof id !== "string" || typeof name !== "string" || typeof organization !== "string") return null;
  if (typeof subject !== "string" && subject !== null) return null;
  if (!isRecord(metadata) || !isStrings(permissions) || grants === null) return null;
  if (value.expiresAt !== null && expiresAt === null) return null;
  const granted = isOwn ? permissions : grants.get(api);
  const scopes = granted ?? [];
  const token = { id, name, organization, subject, scopes, metadata, expiresAt: toIso(expiresAt) };
  return { token: deepFrozen(token), expiresAt, isForApi: scopes.length > 0 };
}

export const toIso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function parseGrants(value: unknown): ReadonlyMap<string, readonly string[]> | null {
  if (!Array.isArray(value)) return null;
  const grants = new Map<string, readonly string[]>();
  for (const grant of value as readonly unknown[]) {
    if (!isRecord(grant) || typeof grant.api !== "string" || !isStrings(grant.scopes)) return null;
    grants.set(grant.api, grant.scopes);
  }
  return grants;
}

function parseLimits(value: unknown): readonly LimitState[] | null {
  if (!Array.isArray(value)) return null;
  const limits = value.map(parseLimit);
  return limits.includes(null) ? null : deepFrozen(limits as LimitState[]);
}

function parseLimit(value: unknown): LimitState | null {
  if (!isRecord(value)) return null;
  const { name, limit, remaining, resetSeconds } = value;
  if (typeof name !== "string" || typeof limit !== "number" || typeof remaining !== "number") return null;
  return typeof resetSeconds === "number" || resetSeconds === null ? { name, limit, remaining, resetSeconds } : null;
}

/**
 * Handlers share the objects: one of them must not change what the next one sees. Without recursion, since an answer
 * may be deeper than the stack.
 */
function deepFrozen<T extends object>(value: T): T {
  const found: object[] = [value];
  for (const item of found) {
    Object.freeze(item);
    found.push(...(Object.values(item) as readonly unknown[]).filter(isObject));
  }
  return value;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
