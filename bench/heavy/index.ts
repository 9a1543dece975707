import { ensureBuild } from "../../tools/building";
import { createTestDatabase } from "../../tools/testing/database";
import { startServer } from "../../tools/testing/server";
import { fillHeavy } from "./data";
import { documentFamilies } from "./documents";
import { MIN_CORE_SHARE } from "../report";
import { findLargest, type HeavyDocument } from "./largest";
import { measureBeside, type HeavyRow } from "./measure";

/** The limit for the p99 of checks, in ms. */
const GOAL_MS = 100;

interface Options {
  readonly seconds: number;
  /** Measures only families whose name contains one of these texts. */
  readonly only: readonly string[];
}

/**
 * Measures forward-auth while loops send the most expensive documents that the server accepts, one kind at a time. The
 * first and the last measurement are without documents.
 */
export async function heavy(say: (line: string) => void, { seconds, only }: Options): Promise<void> {
  await ensureBuild(say);
  const database = await createTestDatabase();
  say("Filling the database");
  const data = await fillHeavy(database.ownerUrl);
  const server = await startServer({ database, env: { LOG_LEVEL: "warn" } });
  try {
    const rows: HeavyRow[] = [];
    const measure = async (document: HeavyDocument | null) => {
      rows.push(await measureBeside(document, { server, data, seconds }));
      say(lineOf(rows.at(-1) as HeavyRow));
    };
    await measure(null);
    for (const family of documentFamilies(data).filter(({ name }) => only.some((text) => name.includes(text))))
      await measure(await findLargest(server.url, data.owner, family));
    await measure(null);
    console.log(`\n${rows.map(lineOf).join("\n")}\n\n${goalOf(rows)}`);
  } finally {
    await server.stop();
  }
}

/** Whether the server got too little CPU time while documents ran. Such a row measures the machine, not the server. */
const isStarved = ({ documents, refused, coreShare }: HeavyRow): boolean =>
  documents + refused > 0 && coreShare < MIN_CORE_SHARE;

function lineOf(row: HeavyRow): string {
  const { name, documents, refused, bytes, checks, coreShare, machineLoad } = row;
  const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(9);
  return [
    name.padEnd(42),
    `p50 ${ms(checks.p50)}  p99 ${ms(checks.p99)}  max ${ms(checks.max)}`,
    `core ${coreShare.toFixed(2)}${isStarved(row) ? "!" : " "}`,
    `generator late ${ms(checks.ownDelay)}`,
    `load ${machineLoad.toFixed(1)}`,
    documents + refused === 0 ? "" : `${documents} documents of ${bytes} bytes, ${refused} refused`,
  ].join("  ");
}

/** Whether the goal is met, by the rows in which the server got enough CPU time. */
function goalOf(rows: readonly HeavyRow[]): string {
  const [first, ...others] = rows.filter(({ documents }) => documents > 0).filter((row) => !isStarved(row));
  if (!first) return `UNKNOWN  the server had less than ${MIN_CORE_SHARE} of a core beside all documents`;
  const worst = others.reduce((a, b) => (b.checks.p99 > a.checks.p99 ? b : a), first);
  const met = worst.checks.p99 < GOAL_MS ? "met   " : "MISSED";
  return (
    `${met}  p99 of forward-auth: ${worst.checks.p99.toFixed(1)} ms at most ` +
    `(under ${GOAL_MS} ms), beside ${worst.name}`
  );
}
