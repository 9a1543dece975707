import { randomUUID } from "node:crypto";
import { generateToken } from "../../../../lib/access/credentials/token-format";

/** What a fake token is issued with. */
export interface TokenFields {
  readonly scopes: readonly string[];
  readonly subject?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly expiresAt?: Date;
  readonly networks?: readonly string[];
  readonly requestsPerMinute?: number;
}

/** A state of a token since some moment, by `performance.now()`. */
interface TokenState {
  readonly from: number;
  readonly isRevoked: boolean;
  readonly scopes: readonly string[];
}

export interface FakeToken {
  readonly id: string;
  readonly secret: string;
  readonly fields: TokenFields;
  readonly states: TokenState[];
  /** How many requests were counted. */
  used: number;
}

/** An item of the feed, and when it was committed, by `performance.now()`. */
export interface FakeChange {
  readonly at: number;
  readonly item:
    | { readonly tokens: readonly string[] }
    | { readonly subject: string }
    | { readonly all: true }
    | { readonly new: 1 };
}

/** An entry of the list of revocations. */
export type FakeRevocation = Readonly<Record<string, unknown>> & { readonly at: string };

/** The tokens of a fake Latchkey, and what happened to them. */
export class FakeTokens {
  readonly #bySecret = new Map<string, FakeToken>();
  readonly #byId = new Map<string, FakeToken>();
  readonly changes: FakeChange[] = [];
  readonly revocations: FakeRevocation[] = [];
  /** Called after each change. */
  onChange = (): void => undefined;

  issue(fields: TokenFields): FakeToken {
    const states = [{ from: -Infinity, isRevoked: false, scopes: fields.scopes }];
    const token = { id: randomUUID(), secret: generateToken("latch"), fields, states, used: 0 };
    this.#bySecret.set(token.secret, token);
    this.#byId.set(token.id, token);
    return token;
  }

  find(secret: string): FakeToken | undefined {
    return this.#bySecret.get(secret);
  }

  /** Returns when it was committed, by `performance.now()`. */
  revoke(id: string): number {
    this.revocations.push({ kind: "revoked", tokenId: id, at: new Date().toISOString() });
    return this.#change(this.#tokensWith(id), { isRevoked: true }, { tokens: [id] });
  }

  revokeSubject(subject: string): number {
    const tokens = [...this.#byId.values()].filter(({ fields }) => fields.subject === subject);
    for (const { id } of tokens) this.revocations.push({ kind: "revoked", tokenId: id, at: new Date().toISOString() });
    return this.#change(tokens, { isRevoked: true }, { subject });
  }

  setScopes(id: string, scopes: readonly string[]): number {
    this.revocations.push({ kind: "narrowed", tokenId: id, at: new Date(Date.now() + 5_000).toISOString() });
    return this.#change(this.#tokensWith(id), { scopes }, { tokens: [id] });
  }

  /** Something of the feed that concerns no token here. */
  note(item: FakeChange["item"]): number {
    return this.#change([], {}, item);
  }

  #tokensWith(id: string): FakeToken[] {
    const token = this.#byId.get(id);
    if (token === undefined) throw new Error(`there is no token ${id}`);
    return [token];
  }

  #change(tokens: readonly FakeToken[], changed: Partial<TokenState>, item: FakeChange["item"]): number {
    const at = performance.now();
    for (const token of tokens) token.states.push({ ...stateAt(token, at), ...changed, from: at });
    this.changes.push({ at, item });
    this.onChange();
    return at;
  }
}

/** The state at a moment, by `performance.now()`. */
export function stateAt({ states }: FakeToken, at: number): TokenState {
  const state = states.findLast(({ from }) => from <= at) ?? states[0];
  if (state === undefined) throw new Error("a token has a state at any time");
  return state;
}
