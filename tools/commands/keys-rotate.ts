// npm run keys:rotate: makes the next signing key now, instead of when the present one is 30 days old.
import { ensureClient } from "../building/client";
import { openEnvironment } from "../environment";
import { report } from "../plain-error";

/** The application's code reads the environment when it is loaded, so it is loaded only now. */
async function rotate(): Promise<string> {
  const [{ rotateSigningKeys }, { closeDatabase }] = await Promise.all([
    import("../../lib/verification/keys"),
    import("../../lib/platform/db"),
  ]);
  try {
    return await rotateSigningKeys();
  } finally {
    await closeDatabase();
  }
}

try {
  await ensureClient();
  const opened = await openEnvironment();
  try {
    Object.assign(process.env, { LOG_LEVEL: "warn", ...opened.variables });
    console.log(`Created key ${await rotate()}. Within a minute it is in /.well-known/jwks.json; in an hour it signs.`);
  } finally {
    await opened.close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}
