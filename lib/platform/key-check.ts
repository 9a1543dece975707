import { createHmac } from "node:crypto";
import { auditKey, env, EnvError, sessionKeyCheckKey, type Env } from "./env";

/** A constant that never equals an audit event, because events begin with a MAC of 32 bytes. */
const CONSTANT = "latchkey key check v1";

/** The keys whose check values are stored, by the name of their row in the table Deployment. */
export const CHECKED_KEYS = ["key_check:audit", "key_check:auth"] as const;
export type CheckedKey = (typeof CHECKED_KEYS)[number];

const VARIABLES: Record<CheckedKey, string> = { "key_check:audit": "AUDIT_KEY", "key_check:auth": "AUTH_SECRET" };

/** HMACs of a constant, in hex. They show whether a key is the right one and reveal nothing about it. */
export function keyCheckValues(settings: Env = env()): Readonly<Record<CheckedKey, string>> {
  return {
    "key_check:audit": checkValue(auditKey(settings)),
    "key_check:auth": checkValue(sessionKeyCheckKey(settings)),
  };
}

function checkValue(key: Buffer): string {
  return createHmac("sha256", key).update(CONSTANT).digest("hex");
}

/** The configured keys are not those used to write the database. The message names the variables. */
export class WrongKeysError extends EnvError {
  constructor(readonly wrong: readonly CheckedKey[]) {
    super(
      `${variablesOf(wrong)} ${wrong.length === 1 ? "is" : "are"} not what this database was written with: its ` +
        "audit log could not be continued and its sessions and signing keys could not be read. " +
        "Put the right value back; if it is lost for good, run: npm run secrets:reset",
    );
  }
}

/** The variables behind keys; AUDIT_KEY may be derived from AUTH_SECRET. */
export function variablesOf(wrong: readonly CheckedKey[]): string {
  return wrong.map((key) => VARIABLES[key]).join(" and ");
}
