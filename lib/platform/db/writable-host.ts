import pg from "pg";
import { processWide } from "../process-wide";
import { type DatabaseHosts, parseHosts } from "./hosts";

/** How long one host may take to say whether it accepts writes, in ms. */
const PROBE_MS = 2_000;

const IS_READ_ONLY = `SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS "isReadOnly"`;

/** No host accepts writes: a standby that is not promoted yet, or nothing at all. Carries PostgreSQL's code for it. */
function noWritableHost(cause: unknown): Error {
  return Object.assign(new Error("None of the database's hosts accepts writes", { cause }), { code: "25006" });
}

/** Throws when the connected server takes no writes. */
export async function requireWritable(client: Pick<pg.Client, "query">): Promise<void> {
  const { rows } = await client.query<{ isReadOnly: boolean }>(IS_READ_ONLY);
  if (rows[0]?.isReadOnly !== false) throw noWritableHost(undefined);
}

/** Which of several hosts accepts writes: asked in their order, and remembered until a connection to it fails. */
export class WritableHost {
  #known: string | undefined;
  #search: Promise<string> | undefined;

  constructor(private readonly hosts: DatabaseHosts) {}

  /** The URL of the host that accepts writes. Many who ask at once share one search. */
  async find(): Promise<string> {
    if (this.#known !== undefined) return this.#known;
    this.#search ??= this.#probeAll().finally(() => (this.#search = undefined));
    return this.#search;
  }

  /** A connection to the host failed, or the host takes no writes any more. */
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
    void client.end().catch(() => undefined); // what a dead host still says matters to nobody
  }
}

/** The hosts of a URL, when it names several or asks for writes; null for a plain one. One per process and URL. */
export function writableHostOf(url: string | undefined): WritableHost | null {
  const hosts = url === undefined ? null : parseHosts(url);
  if (!hosts?.needsWrites || url === undefined) return null;
  const all = processWide("writable-hosts", () => new Map<string, WritableHost>());
  const known = all.get(url) ?? new WritableHost(hosts);
  all.set(url, known);
  return known;
}

/** A URL with one host for tools that know no more: the one that accepts writes now. */
export async function singleHostUrl(url: string): Promise<string> {
  return (await writableHostOf(url)?.find()) ?? url;
}
