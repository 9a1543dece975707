import { runNode, scripts } from "../node";
import { PlainError } from "../plain-error";
import { fingerprint } from "./fingerprint";
import { isStamped, writeStamp } from "./stamp";

const STAMP = "lib/platform/db/generated/stamp.json";

/** Generates the Prisma client if it is missing or older than the schema. */
export async function ensureClient(signal?: AbortSignal): Promise<void> {
  const wanted = fingerprint(["prisma/schema.prisma", "package-lock.json"]);
  if (isStamped(STAMP, wanted)) return;
  const { status, output } = await runNode([scripts.prisma, "generate"], { signal });
  if (status !== 0) throw new PlainError(`The database client could not be generated:\n\n${output.trim()}`);
  writeStamp(STAMP, wanted);
}
