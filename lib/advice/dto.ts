import type { Permission } from "../access/authorization/permissions";

/** What could be better about a token, the most urgent first. */
export const ADVICE_KINDS = [
  "many_addresses",
  "unneeded_permissions",
  "unneeded_scopes",
  "no_networks",
  "no_expiration",
  "never_used",
  "unused",
  "old_secret",
] as const;
export type AdviceKind = (typeof ADVICE_KINDS)[number];

/** One piece of advice about a token. */
export type Advice =
  /** So many addresses used it in the last 30 days. */
  | { readonly kind: "many_addresses"; readonly addresses: number }
  /** 30 days of use needed these only. */
  | { readonly kind: "unneeded_permissions"; readonly enough: readonly Permission[] }
  /** 30 days of use needed none of these, each with its API. */
  | { readonly kind: "unneeded_scopes"; readonly scopes: readonly { readonly api: string; readonly scope: string }[] }
  /** All use of the last 30 days came from one network, in CIDR notation. */
  | { readonly kind: "no_networks"; readonly network: string }
  | { readonly kind: "no_expiration" }
  | { readonly kind: "never_used" }
  /** Days since the last use. */
  | { readonly kind: "unused"; readonly days: number }
  /** Days since the secret was made. */
  | { readonly kind: "old_secret"; readonly days: number };

/** A token with one piece of advice. */
export interface AdvisedToken {
  readonly id: string;
  readonly name: string;
  readonly advice: Advice;
}

/** How many tokens there is advice about. */
export interface AdviceScore {
  readonly live: number;
  /** Whether `live` is all of them. Otherwise there are at least as many. */
  readonly isExact: boolean;
  /** How many of the live ones have advice. */
  readonly advised: number;
  readonly kinds: readonly { readonly kind: AdviceKind; readonly tokens: number }[];
}
