// npm run secrets:reset: accepts new secrets for a database whose own are lost for good. See docs/operations/backup.md.
import { ensureClient } from "../building/client";
import { report } from "../plain-error";
import { resetSecrets } from "../secrets-reset";

try {
  await ensureClient();
  await resetSecrets(process.env, (line) => console.log(line));
} catch (error) {
  report(error);
  process.exitCode = 1;
}
