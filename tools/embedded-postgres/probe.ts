import { realpathSync } from "node:fs";
import pg from "pg";
import { codeOf, PlainError } from "../plain-error";

/** The result of a probe: the server serves this data directory, is starting, or does not answer. */
export type ProbeAnswer = "up" | "starting" | "silent";

const UP_BUT_BUSY = "53300"; // too many connections
const STARTING = "57P03"; // cannot connect now: starting, recovering or shutting down
const WRONG_PASSWORD = "28P01";

/** Checks whether the server at a URL serves `data`. */
export async function probe(url: string, data: string): Promise<ProbeAnswer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on("error", ignoreLostConnection);
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string }>("SELECT current_setting('data_directory') AS data");
    return rows[0]?.data === realpathSync(data) ? "up" : "silent";
  } catch (error) {
    return answerOf(error);
  } finally {
    await client.end();
  }
}

function answerOf(error: unknown): ProbeAnswer {
  const code = codeOf(error);
  if (code === WRONG_PASSWORD)
    throw new PlainError(
      "The embedded PostgreSQL refuses the password kept beside its data: its credentials.json is not the one it " +
        "was made with. Put it back from a backup.",
      { cause: error },
    );
  if (code === UP_BUT_BUSY) return "up";
  return code === STARTING ? "starting" : "silent";
}

// A running query fails by itself. Without a listener, a lost idle connection would end the process.
function ignoreLostConnection(): void {
  return undefined;
}
