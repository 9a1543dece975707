// npm run restore -- FILE [--secrets FILE] [--revocations FILE] [--revoke-since TIME]: restores a backup into an empty
// DATA_DIR. See docs/operations/backup.md.
import { readCopyOptions } from "../backup/copy-options";
import { restore, type Restored, type RestoreOptions } from "../backup/restore";
import { ensureClient } from "../building/client";
import { report } from "../plain-error";

try {
  const options = readCopyOptions("restore");
  await ensureClient();
  console.log(describe(await restore(process.env, options), options));
} catch (error) {
  report(error);
  process.exitCode = 1;
}

function describe({ facts, tokens, chains, sessions, revoked }: Restored, options: RestoreOptions): string {
  const lines = [
    `Restored the backup of ${facts.createdAt}: ${tokens} API tokens; ${chains} audit chains verified; all ` +
      "checksums fit.",
    `Ended all sessions (${sessions}).`,
  ];
  if (options.revocations) lines.push(`Revoked ${revoked.listed} tokens that ${options.revocations} lists.`);
  if (options.revokeSince) lines.push(`Revoked ${revoked.since} tokens created or used since.`);
  lines.push(
    options.revocations
      ? "Tokens revoked after that list was written are good again."
      : `Tokens revoked since ${facts.createdAt} are good again, and so are rotated ` +
          "secrets, former permissions, people and passwords. Revoke what must stay " +
          "revoked, or restore again with --revocations FILE or --revoke-since TIME.",
  );
  return lines.join("\n");
}
