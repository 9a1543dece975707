/** What is known of a live token. Frozen: all checks of a token get the same object. */
export interface VerifiedToken {
  readonly id: string;
  /** Null for a JWT, which does not say it. */
  readonly name: string | null;
  readonly organization: string;
  /** Whom the token is for; null if that was not said. */
  readonly subject: string | null;
  /** Its scopes of the verifier's API. */
  readonly scopes: readonly string[];
  /** Null for a JWT, which does not say it. */
  readonly metadata: Readonly<Record<string, unknown>> | null;
  /** When it stops working, in ISO 8601. Null: never. */
  readonly expiresAt: string | null;
}

/** What is left of a limit that counts a token's requests. */
export interface LimitState {
  readonly name: string;
  readonly limit: number;
  readonly remaining: number;
  /** When it begins again. Null: never. */
  readonly resetSeconds: number | null;
}

/** The statuses of Latchkey's own refusals for each reason: those that say nothing of the token are alike (401). */
const STATUSES = {
  malformed: 401,
  unknown: 401,
  revoked: 401,
  expired: 401,
  not_yet_valid: 401,
  network: 401,
  wrong_api: 403,
  insufficient_scope: 403,
  rate_limited: 429,
  quota_exceeded: 429,
  unavailable: 503,
} as const satisfies Record<string, 401 | 403 | 429 | 503>;

/** Why a token was refused. `unavailable`: Latchkey could not be asked, so that it may be good. */
export type RefusalCode = keyof typeof STATUSES;

export interface Accepted {
  readonly ok: true;
  readonly token: VerifiedToken;
  /** Who answered: the memory of this process, Latchkey, or the signature of a JWT. */
  readonly source: "memory" | "latchkey" | "jwt";
  /** What is left of its limits; missing if it has none. */
  readonly limits?: readonly LimitState[];
}

export interface Refused {
  readonly ok: false;
  /** For your logs. The token's bearer learns `status` and no more. */
  readonly code: RefusalCode;
  readonly status: 401 | 403 | 429 | 503;
  readonly retryAfterSeconds?: number;
  /** What is left of its limits, where one of them refused it. */
  readonly limits?: readonly LimitState[];
}

export type Verification = Accepted | Refused;

export const isRefusalCode = (code: unknown): code is RefusalCode =>
  typeof code === "string" && Object.hasOwn(STATUSES, code);

export function refused(code: RefusalCode, rest: Pick<Refused, "retryAfterSeconds" | "limits"> = {}): Refused {
  return Object.freeze({ ok: false, code, status: STATUSES[code], ...rest });
}

/** When to ask again, where Latchkey does not say it, in seconds. */
const RETRY_AFTER_SECONDS = 5;

export const unavailable = (retryAfterSeconds: number | null = null): Refused =>
  refused("unavailable", { retryAfterSeconds: retryAfterSeconds ?? RETRY_AFTER_SECONDS });
