import type { TokenDto } from "@/lib/tokens/dto";
import type { CountedLimits } from "./counted-input";

const count = (requests: number): string => requests.toLocaleString("en");

/** Counted limits, each in words, in the order in which the form has them. */
export function countedInWords({ requestsPerMinute, windows = [], quota, maxUses }: CountedLimits): string[] {
  return [
    ...(requestsPerMinute === undefined ? [] : [`${count(requestsPerMinute)} requests per minute`]),
    ...(quota ? [`${count(quota.requests)} requests per ${quota.per}`] : []),
    ...(maxUses === undefined ? [] : [maxUses === 1 ? "1 use in all" : `${count(maxUses)} uses in all`]),
    ...windows.map(({ name, limit, windowSeconds }) => `${name}: ${count(limit)} in ${count(windowSeconds)} s`),
  ];
}

/** Limits in one sentence, for conflicts. */
export function limitsInWords({ networks, notBefore, ...counted }: TokenDto["limits"]): string {
  return [
    networks === undefined ? "from everywhere" : `from ${networks.join(", ")}`,
    ...(notBefore === undefined ? [] : [`not before ${new Date(notBefore).toLocaleString()}`]),
    ...countedInWords(counted),
  ].join("; ");
}
