import type { Reason, Surface } from "./reasons";

/** Why a request was denied, as administrators see it. Never has what was presented. */
export interface DenialDto {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The request's X-Request-Id. */
  readonly requestId: string;
  readonly surface: Surface;
  readonly reason: Reason;
  /** The organization's token that was presented; null for another one. */
  readonly token: { readonly id: string; readonly name: string } | null;
  /** Prefix and last four characters of an unknown token. */
  readonly hint: string | null;
  readonly address: string | null;
  /** What the token lacked. */
  readonly demanded: string | null;
  /** How many more like this there were before it, which are not listed. */
  readonly more: number;
  /** Of a revoked token: when and by whom. */
  readonly revoked: { readonly at: string; readonly byName: string | null } | null;
}
