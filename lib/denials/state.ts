import { LRUCache } from "lru-cache";
import { processWide } from "../platform/process-wide";
import type { Reason, Surface } from "./reasons";

/** A denied request. Never has the secret that was presented. */
export interface NewDenial {
  readonly organizationId: string;
  readonly requestId: string;
  readonly surface: Surface;
  readonly reason: Reason;
  /** The token of the organization; null for a stranger: a malformed, unknown or foreign one. */
  readonly token: { readonly tokenId: string; readonly name: string } | null;
  /** Prefix and last four characters of what was presented, if it has the form of a token. */
  readonly hint: string | null;
  readonly address: string | null;
  /** What the request demanded, as far as that is why it was denied. */
  readonly demanded: string | null;
}

export interface Noted extends NewDenial {
  /** Epoch ms. */
  readonly at: number;
  /** How many like this there were before it, since the last one that is listed. */
  readonly more: number;
}

/** The denials of one token for one reason, or of strangers for one, in a minute. */
export interface DenialKind {
  /** Epoch ms. */
  readonly since: number;
  listed: number;
  /** How many were not listed. */
  more: number;
}

/** Those that are not written yet, by organization. */
type Pending = Map<string, Noted[]>;
type Kinds = LRUCache<string, DenialKind>;

interface DenialState {
  /** Strangers apart, so that they never take the room of others. */
  pending: { tokens: Pending; strangers: Pending };
  readonly kinds: { readonly tokens: Kinds; readonly strangers: Kinds };
  timer: NodeJS.Timeout | null;
  writing: Promise<void> | null;
  /** Denials that were neither listed nor counted. */
  dropped: number;
}

const MAX_KINDS = 20_000;

export const nothingPending = () => ({ tokens: new Map<string, Noted[]>(), strangers: new Map<string, Noted[]>() });

/** The denials of this process that are not written yet. */
export const denials = (): DenialState =>
  processWide("denials", () => ({
    pending: nothingPending(),
    kinds: { tokens: new LRUCache({ max: MAX_KINDS }), strangers: new LRUCache({ max: MAX_KINDS }) },
    timer: null,
    writing: null,
    dropped: 0,
  }));
