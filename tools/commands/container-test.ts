// npm run container:test: builds the image of docs/operations on a base of Debian packages, runs it with the embedded
// PostgreSQL and with another one as compose.yaml does, and runs the systemd unit's command. --work=FOLDER keeps the
// base and the image there for the next run.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { testContainer } from "../container/container-test";
import { requirePrograms } from "../container/programs";
import { report } from "../plain-error";

const kept = process.argv.find((argument) => argument.startsWith("--work="))?.slice("--work=".length);
const work = kept ? path.resolve(kept) : mkdtempSync(path.join(os.tmpdir(), "latchkey-container-"));

try {
  requirePrograms();
  mkdirSync(work, { recursive: true });
  chmodSync(work, 0o711); // other accounts must be able to enter it
  await testContainer(work);
} catch (error) {
  report(error);
  process.exitCode = 1;
} finally {
  if (!kept) rmSync(work, { recursive: true, force: true });
  process.exit();
}
