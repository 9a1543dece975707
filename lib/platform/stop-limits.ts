/**
 * How long an orderly end may take, in ms. Each level waits longer than all that it waits for may take: the launcher
 * for its server, and systemd or the container for the launcher (docs/operations).
 */

/**
 * The most that each step of a server, or of a worker of the gateway, may take. A step that takes longer is given up.
 */
export const SERVER_STEPS_MS = {
  /** Running requests, and the jobs beside them. */
  requests: 5_000,
  /** Next. */
  pages: 2_000,
  /** The last write of usage. */
  usage: 3_000,
  tokenCache: 2_000,
  database: 2_000,
} as const;

/** What a process may need for itself on a busy machine. */
const MARGIN_MS = 1_000;

/** A server from SIGTERM to its exit. */
export const SERVER_STOP_MS = sumOf(SERVER_STEPS_MS);

/** After that the gateway's primary kills its workers. */
export const WORKERS_STOP_MS = SERVER_STOP_MS + MARGIN_MS;

/** What taking the gateway off the list of listeners may take, after its workers ended. */
export const LISTENER_STOP_MS = 2_000;

/** After that the launcher kills its server or gateway. */
export const LAUNCHED_STOP_MS = WORKERS_STOP_MS + LISTENER_STOP_MS + MARGIN_MS;

/** The embedded PostgreSQL: waiting for the lock on it, its fast shutdown, and its immediate one. */
export const POSTGRES_STEPS_MS = { lock: 5_000, fast: 8_000, immediate: 4_000 } as const;

/** The launcher from SIGTERM to its exit. */
export const LAUNCHER_STOP_MS = LAUNCHED_STOP_MS + sumOf(POSTGRES_STEPS_MS);

function sumOf(steps: Readonly<Record<string, number>>): number {
  return Object.values(steps).reduce((sum, ms) => sum + ms, 0);
}
