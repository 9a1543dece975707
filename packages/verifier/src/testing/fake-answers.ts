import { isToken } from "../../../../lib/access/credentials/token-format";
import { isInNetworks } from "../address.js";
import { stateAt, type FakeToken, type FakeTokens } from "./fake-tokens";

export const API = "https://billing.acme.example";
export const ORGANIZATION = "acme";

/** A question of `POST /api/v1/verify`. */
export interface FakeCheck {
  readonly token: string;
  readonly api?: string;
  readonly scopes?: readonly string[];
  readonly address?: string;
  readonly cost?: number;
}

/** The result of a check, as of a moment by `performance.now()`. */
export function answerCheck(tokens: FakeTokens, check: FakeCheck, asOf: number): object {
  if (!isToken(check.token)) return { valid: false, code: "malformed" };
  const token = tokens.find(check.token);
  if (token === undefined) return { valid: false, code: "unknown" };
  const { isRevoked, scopes } = stateAt(token, asOf);
  const described = { token: describe(token, scopes) };
  const refuse = (code: string, rest: object = {}) => ({ valid: false, code, ...described, ...rest });
  const { fields } = token;
  if (isRevoked) return refuse("revoked");
  if (fields.expiresAt && fields.expiresAt.getTime() <= Date.now()) return refuse("expired");
  if (fields.networks && !isInNetworks(fields.networks, check.address ?? "")) return refuse("network");
  const isLimited = fields.networks !== undefined || fields.requestsPerMinute !== undefined;
  const cacheable = isLimited ? {} : { cacheable: true };
  if (check.api !== API || scopes.length === 0) return refuse("wrong_api", cacheable);
  if (!(check.scopes ?? []).every((scope) => scopes.includes(scope))) return refuse("insufficient_scope", cacheable);
  const count = countUse(token, check.cost ?? 1);
  return count.isOver
    ? refuse("rate_limited", count.limits)
    : { valid: true, code: "valid", ...described, ...cacheable, ...count.limits };
}

function countUse(token: FakeToken, cost: number): { isOver: boolean; limits: object } {
  const limit = token.fields.requestsPerMinute;
  if (limit === undefined) {
    token.used += cost;
    return { isOver: false, limits: {} };
  }
  const isOver = token.used + cost > limit;
  if (!isOver) token.used += cost;
  const state = { name: "requestsPerMinute", limit, remaining: limit - token.used, resetSeconds: 42 };
  return { isOver, limits: { limits: [state] } };
}

function describe({ id, fields }: FakeToken, scopes: readonly string[]): object {
  return {
    id,
    name: `Token ${id.slice(0, 8)}`,
    organization: ORGANIZATION,
    permissions: [],
    spaces: ["*"],
    grants: scopes.length === 0 ? [] : [{ api: API, scopes }],
    subject: fields.subject ?? null,
    metadata: fields.metadata ?? {},
    createdAt: "2026-11-30T12:00:00.000Z",
    expiresAt: fields.expiresAt?.toISOString() ?? null,
    revokedAt: null,
  };
}
