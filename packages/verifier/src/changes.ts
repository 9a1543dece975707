import { isRecord, isStrings } from "./parsing.js";

/** What may have changed: these tokens, all tokens of a subject, or any token. */
export type Change =
  | { readonly kind: "tokens"; readonly tokens: readonly string[] }
  | { readonly kind: "subject"; readonly subject: string }
  | { readonly kind: "all" };

/** An answer of `GET /api/v1/changes`. */
export interface ChangesAnswer {
  readonly changes: readonly Change[];
  readonly nextCursor: string;
  /** The answer tells of everything that was committed this many ms before the server received the request. */
  readonly ageMs: number;
  /** The organization of the verifier's token, if the server says it. */
  readonly organization: string | null;
}

const ALL: Change = { kind: "all" };

/** Null for what is no answer. */
export function parseChanges(body: unknown): ChangesAnswer | null {
  if (!isRecord(body)) return null;
  const { items, reset, nextCursor, ageMs, organization } = body;
  if (!Array.isArray(items) || typeof reset !== "boolean") return null;
  if (typeof nextCursor !== "string" || typeof ageMs !== "number" || !Number.isFinite(ageMs)) return null;
  return {
    changes: reset ? [ALL] : items.map(toChange),
    nextCursor,
    ageMs,
    organization: typeof organization === "string" ? organization : null,
  };
}

/** The changes of an event of the stream; null for what is none. */
export function parseEvent(event: string, data: string): readonly Change[] | null {
  if (event === "reset") return [ALL];
  if (event !== "change") return [];
  const body = parseJson(data);
  return isRecord(body) && Array.isArray(body.items) ? body.items.map(toChange) : null;
}

/** A kind of change that this version does not know may concern any token. */
function toChange(item: unknown): Change {
  if (!isRecord(item)) return ALL;
  if (isStrings(item.tokens)) return { kind: "tokens", tokens: item.tokens };
  return typeof item.subject === "string" ? { kind: "subject", subject: item.subject } : ALL;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
