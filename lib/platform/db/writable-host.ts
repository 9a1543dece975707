import pg from "pg";
import { processWide } from "../process-wide";
import { type DatabaseHosts, parseHosts } from "./hosts";

/** The timeout for asking one host whether it accepts writes, in ms. */
const PROBE_MS = 2_000;

const IS_READ_ONLY = `SELECT pg_is_in_recovery()
  OR current_setting('default_transaction_read_only') = 'on' AS "isReadOnly"`;

/**
 * The error for when no host accepts writes, for instance because no standby is promoted yet. It has PostgreSQL's error
 * code.
 */
function noWritableHost(cause: unknown): Error {
  return Object.assign(new Error("None of the database's hosts accepts writes", { cause }), { code: "25006" });
}

/** Throws if the connected server is read-only. */
export async function requireWritable(client: Pick<pg.Client, "query">): Promise<void> {
  const { rows } = await client.query<{ isReadOnly: boolean }>(IS_READ_ONLY);
  if (rows[0]?.isReadOnly !== false) throw noWritableHost(undefined);
}

/** Finds the host that accepts writes. Hosts are asked in order; the result is kept until a connection to it fails. */
export class WritableHost {
  #known: string | undefined;
  #search: Promise<string> | undefined;

  constructor(private readonly hosts: DatabaseHosts) {}

  /** The URL of the host that accepts writes. Concurrent calls share one search. */
  async find(): Promise<string> {
    if (this.#known !== undefined) return this.#known;
    this.#search ??= this.#probeAll().finally(() => (this.#search = undefined));
    return this.#search;
  }

  /** Call this when a connection to the host fails, or the host no longer accepts writes. */
  forget(url: string): void {
    if (this.#known === url) this.#known = undefined;
  }

  async #probeAll(): Promise<string> {
    let problem: unknown;
    for (const url of this.hosts.urls) {
      try {
        await probe(url);
        this.#known = url;
        return url;
      } catch (error) {
        problem = error;
      }
    }
    throw noWritableHost(problem);
  }
}

async function probe(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PROBE_MS,
    query_timeout: PROBE_MS,
    application_name: "latchkey probe",
  });
  client.on("error", () => undefined); // the query under way fails with it
  try {
    await client.connect();
    await requireWritable(client);
  } finally {
    void client.end().catch(() => undefined); // the host has been given up; its late errors are ignored
  }
}

/**
 * The WritableHost of a URL that names several hosts or requires writes; null for any other URL. One per process and
 * URL.
 */
export function writableHostOf(url: string | undefined): WritableHost | null {
  const hosts = url === undefined ? null : parseHosts(url);
  if (!hosts?.needsWrites || url === undefined) return null;
  const all = processWide("writable-hosts", () => new Map<string, WritableHost>());
  const known = all.get(url) ?? new WritableHost(hosts);
  all.set(url, known);
  return known;
}

/** The URL of the host that accepts writes now, for tools that support only one host. */
export async function singleHostUrl(url: string): Promise<string> {
  return (await writableHostOf(url)?.find()) ?? url;
}
