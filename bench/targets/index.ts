import type { FilledDatabase } from "../filling";
import type { BenchTarget } from "../target";
import type { BenchGoal } from "../report";
import type { Servers } from "../servers";
import { contentTargets } from "./content";
import { FOUNDATION_GOALS, foundationTargets } from "./foundation";
import { GATEWAY_GOALS, gatewayTargets } from "./gateway";
import { VERIFICATION_GOALS, verificationTargets } from "./verification";

export { NODE_HTTP } from "./foundation";

export const GOALS: readonly BenchGoal[] = [...FOUNDATION_GOALS, ...VERIFICATION_GOALS, ...GATEWAY_GOALS];

/** All targets, in the order of the table. */
export function targetsOf(servers: Servers, filled: FilledDatabase): BenchTarget[] {
  return [
    ...foundationTargets(servers, filled),
    ...contentTargets(servers, filled),
    ...verificationTargets(servers, filled),
    ...gatewayTargets(servers, filled),
  ];
}
