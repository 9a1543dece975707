// npm run audit:verify [-- --chain ID [--head SEQUENCE:MAC]] [--former-secrets FILE]: recomputes the audit log. Ends
// with 1 when something is wrong. Prints each chain's head: store it elsewhere, and pass it with --head later, to
// detect a truncated log.
import { parseArgs } from "node:util";
import { auditHeadSchema } from "../../lib/audit/schema";
import type { Verification } from "../../lib/audit/verify";
import { describe, hint } from "../audit/report";
import { ensureClient } from "../building/client";
import { openEnvironment } from "../environment";
import { PlainError, report } from "../plain-error";
import { readSecrets } from "../secrets";

const USAGE =
  "Usage: npm run audit:verify [-- --chain ID [--head SEQUENCE:MAC]] [--former-secrets FILE]. " +
  "A chain is an organization's id, or “system”. FILE is a secrets.json from before secrets:reset.";

try {
  const wanted = readArguments();
  await ensureClient();
  const opened = await openEnvironment();
  try {
    Object.assign(process.env, opened.variables);
    process.exitCode = await verify(wanted);
  } finally {
    await opened.close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { chain: { type: "string" }, head: { type: "string" }, "former-secrets": { type: "string" } },
    });
    const head = values.head === undefined ? undefined : auditHeadSchema.safeParse(values.head);
    if (head && (!head.success || values.chain === undefined)) throw new PlainError(USAGE);
    return { chain: values.chain, expectedHead: head?.data, formerSecrets: values["former-secrets"] };
  } catch (error) {
    throw error instanceof TypeError ? new PlainError(`${error.message}\n${USAGE}`) : error;
  }
}

/** Imported late, because the application's code reads the environment when it is loaded. */
async function verify({ chain, expectedHead, formerSecrets }: ReturnType<typeof readArguments>): Promise<number> {
  const [{ listChains, verifyChain }, { closeDatabase }, { auditKey, env }] = await Promise.all([
    import("../../lib/audit/verify"),
    import("../../lib/platform/db"),
    import("../../lib/platform/env"),
  ]);
  const formerKeys = formerSecrets === undefined ? [] : [auditKey({ ...env(), ...readSecrets(formerSecrets) })];
  const done: Verification[] = [];
  try {
    for (const name of chain === undefined ? await listChains() : [chain]) {
      const verification = await verifyChain(name, { expectedHead, formerKeys });
      console.log(describe(verification));
      done.push(verification);
    }
  } finally {
    await closeDatabase();
  }
  const advice = hint(done);
  if (advice) console.error(advice);
  return done.every(({ fault }) => fault === null) ? 0 : 1;
}
