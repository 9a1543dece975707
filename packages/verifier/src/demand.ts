import { isAddress } from "./address.js";
import { isStrings } from "./parsing.js";

/** What a token must be allowed to do, and by whom it was presented. */
export interface Demand {
  /** Scopes of the verifier's API: the token must have all of them. */
  readonly scopes?: readonly string[] | undefined;
  /** The address of the client. Without it, a token that is limited to networks is refused. */
  readonly address?: string | undefined;
  /** How many requests it counts as against the token's limits, 0 to 1,000. 1 if left out. */
  readonly cost?: number | undefined;
}

/** Visible ASCII characters without the double quote and the backslash (RFC 6749 section 3.3), as Latchkey's scopes. */
const SCOPE = /^[!#-[\]-~]{1,64}$/;
const MAX_SCOPES = 500;
const MAX_COST = 1_000;
const FIELDS = ["scopes", "address", "cost"];

/** Whether it has only fields that are known. The loop costs a check from memory less than a list of its keys. */
export function hasKnownFields(demand: Demand): boolean {
  for (const name in demand) if (!FIELDS.includes(name)) return false;
  return true;
}

/**
 * The demand as it is sent. Throws a TypeError for one that Latchkey would refuse together with all other questions of
 * its request, and for an unknown field: a misspelled one would not be enforced. Text that is no address is left out,
 * because clients may have sent it.
 */
export function toSent(demand: Demand): Demand {
  if (typeof demand !== "object" || demand === null) throw new TypeError("A demand is an object.");
  const unknown = Object.keys(demand).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw new TypeError(`A demand has no ${unknown}.`);
  const { scopes, cost, address } = demand;
  return {
    ...(scopes === undefined ? {} : { scopes: checkedScopes(scopes) }),
    ...(cost === undefined ? {} : { cost: checkedCost(cost) }),
    ...(isAddress(address) ? { address } : {}),
  };
}

/** Throws a TypeError unless these can be scopes. */
export function checkedScopes(scopes: readonly string[]): readonly string[] {
  if (!isStrings(scopes) || scopes.length > MAX_SCOPES || !scopes.every((scope) => SCOPE.test(scope)))
    throw new TypeError(`scopes is a list of at most ${MAX_SCOPES} scopes, each as in RFC 6749 section 3.3.`);
  return scopes;
}

export function checkedCost(cost: number): number {
  if (!Number.isInteger(cost) || cost < 0 || cost > MAX_COST)
    throw new TypeError(`cost is a whole number from 0 to ${MAX_COST}.`);
  return cost;
}
