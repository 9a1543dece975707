// npm run keys:rotate [-- <algorithm>…]: creates new signing keys now, instead of when the current ones are 30 days
// old.
import { ALGORITHMS } from "../../lib/apis/limits";
import { ensureClient } from "../building/client";
import { openEnvironment } from "../environment";
import { PlainError, report } from "../plain-error";

/** Imported late, because the application's code reads the environment when it is loaded. */
async function rotate(names: readonly string[]): Promise<string[]> {
  const [{ rotateSigningKeys }, { closeDatabase }] = await Promise.all([
    import("../../lib/verification/keys"),
    import("../../lib/platform/db"),
  ]);
  try {
    const unknown = names.find((name) => !(ALGORITHMS as readonly string[]).includes(name));
    if (unknown !== undefined) throw new PlainError(`${unknown} is not one of ${ALGORITHMS.join(", ")}.`);
    return await rotateSigningKeys(ALGORITHMS.filter((algorithm) => names.length === 0 || names.includes(algorithm)));
  } finally {
    await closeDatabase();
  }
}

try {
  await ensureClient();
  const opened = await openEnvironment();
  try {
    Object.assign(process.env, { LOG_LEVEL: "warn", ...opened.variables });
    for (const kid of await rotate(process.argv.slice(2))) console.log(`Created key ${kid}.`);
    console.log("Within a minute they are in /.well-known/jwks.json; in an hour they sign.");
  } finally {
    await opened.close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}
