import type { TokenActor } from "../access/authorization/actor";
import { scheduleFlush } from "./schedule";
import { drop, HOUR_MS, MAX_TOKENS, usage, type TokenUse } from "./state";

const MAX_USER_AGENT_LENGTH = 200;

/**
 * Records a use of a token in memory, in constant time. It is written a few seconds later, or at shutdown. Above
 * MAX_TOKENS tokens between two writes, which only happens during a long outage, uses are dropped, counted and logged.
 */
export function recordUse(
  { tokenId, organizationId, address }: Pick<TokenActor, "tokenId" | "organizationId" | "address">,
  agent: string | null,
  now = Date.now(),
): void {
  const { uses } = usage();
  const hour = now - (now % HOUR_MS);
  const known = uses.get(tokenId);
  if (known) return renew(known, { hour, now, address, agent: shortened(agent) });
  if (uses.size >= MAX_TOKENS) return drop(1);
  uses.set(tokenId, { organizationId, at: now, address, agent: shortened(agent), hours: new Map([[hour, 1]]) });
  scheduleFlush();
}

interface Again extends Pick<TokenUse, "address" | "agent"> {
  hour: number;
  now: number;
}

function renew(use: TokenUse, { hour, now, address, agent }: Again): void {
  use.hours.set(hour, (use.hours.get(hour) ?? 0) + 1);
  use.at = now;
  use.address = address;
  use.agent = agent;
}

const shortened = (agent: string | null) =>
  agent === null || agent.length <= MAX_USER_AGENT_LENGTH ? agent : agent.slice(0, MAX_USER_AGENT_LENGTH);
