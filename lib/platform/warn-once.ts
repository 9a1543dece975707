import { LRUCache } from "lru-cache";
import { log } from "./log";
import { processWide } from "./process-wide";

/** How often the same warning is logged, in ms, and how many warnings are told apart. */
const LOGGED_EVERY_MS = 60_000;
const MAX_WARNINGS = 500;
/** The characters of a value that a client may have sent. */
const MAX_VALUE_LENGTH = 200;

const logged = () =>
  processWide("warnings", () => new LRUCache<string, true>({ max: MAX_WARNINGS, ttl: LOGGED_EVERY_MS }));

/** Logs a warning once a minute: the same wrong configuration shows at each request. Long values are cut. */
export function warnOnce(fields: Readonly<Record<string, string | readonly string[] | null>>, message: string): void {
  const short = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shortened(value)]));
  const key = JSON.stringify([message, short]);
  if (logged().has(key)) return;
  logged().set(key, true);
  log.warn(short, message);
}

function shortened(value: string | readonly string[] | null): string | string[] | null {
  if (value === null || typeof value === "string") return value?.slice(0, MAX_VALUE_LENGTH) ?? null;
  return value.slice(0, 10).map((each) => each.slice(0, MAX_VALUE_LENGTH));
}
