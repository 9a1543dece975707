import type { FilledDatabase } from "../filling";
import type { BenchTarget } from "../target";
import type { BenchGoal } from "../report";
import type { Servers } from "../servers";
import { NODE_HTTP } from "./foundation";
import { checksBy, NODE_FORM } from "./verification";

const ON_NODE = "gateway on Node: ";
const ON_BUN = "gateway on Bun: ";

/** The goals for a gateway of one worker on Bun. */
export const GATEWAY_GOALS: readonly BenchGoal[] = [
  { name: `${ON_BUN}forward-auth, hot`, of: NODE_HTTP, atLeast: 1 },
  { name: `${ON_BUN}introspect, hot`, of: NODE_FORM, atLeast: 0.75 },
  ...["introspect, cold", "forward-auth, cold"].map((check) => ({
    name: `${ON_BUN}${check}`,
    of: `${ON_NODE}${check}`,
    atLeast: 1,
  })),
];

/** The checks by a gateway of one worker, on Node.js and on Bun, and Bun with nothing to do. */
export function gatewayTargets({ gateway, bun }: Servers, { checked }: FilledDatabase): BenchTarget[] {
  const onNode = checksBy(ON_NODE, gateway, checked);
  if (bun === null) return onNode;
  const { gateway: onBun, http } = bun;
  return [
    ...onNode,
    ...checksBy(ON_BUN, onBun, checked),
    { name: "Bun.serve, static JSON", url: `${http.url}/`, pid: http.pid, status: 200, call: {} },
  ];
}
