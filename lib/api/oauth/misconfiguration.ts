import { LRUCache } from "lru-cache";
import { log } from "../../platform/log";
import { processWide } from "../../platform/process-wide";

/** How often the same fault is logged, in ms, and how many faults are told apart. */
const LOGGED_EVERY_MS = 60_000;
const MAX_FAULTS = 100;
/** The names that one line holds, and the characters of each: a client may have sent them. */
const MAX_NAMES = 10;
const MAX_NAME_LENGTH = 50;

/** The faults that were logged in the last minute. */
const logged = () =>
  processWide("forward-auth faults", () => new LRUCache<string, true>({ max: MAX_FAULTS, ttl: LOGGED_EVERY_MS }));

/** Logs which parameters make a forward-auth query invalid, once a minute: a gateway asks at each of its requests. */
export function warnOfQuery(names: readonly string[]): void {
  const parameters = names.slice(0, MAX_NAMES).map((name) => name.slice(0, MAX_NAME_LENGTH));
  const key = parameters.join("\n");
  if (logged().has(key)) return;
  logged().set(key, true);
  log.warn({ parameters }, "A gateway's forward-auth query is not valid: every request that it asks for gets 403");
}
