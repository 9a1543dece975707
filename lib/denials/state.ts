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
  /** How many more like this there were, which are not listed. */
  more: number;
}

/** Those of one organization and class that are not written yet. */
export interface Pending {
  readonly noted: Noted[];
  /** The newest of each kind, which counts those that are not listed. */
  readonly lastOf: Map<string, Noted>;
}

interface DenialState {
  /** By organization and class. */
  pending: Map<string, Pending>;
  timer: NodeJS.Timeout | null;
  writing: Promise<void> | null;
  /** Denials that were neither listed nor counted. */
  dropped: number;
}

/** The denials of this process that are not written yet. */
export const denials = (): DenialState =>
  processWide("denials", () => ({ pending: new Map(), timer: null, writing: null, dropped: 0 }));
