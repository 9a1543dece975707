import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { codeOf, PlainError } from "../plain-error";
import { changeOwner } from "./account";
import type { Layout } from "./layout";

/** The application's database. */
export const DATABASE = "latchkey";

/** The roles: the superuser, the owner of the schema, and the one that serves requests. */
export const ROLES = { superuser: "postgres", owner: "latchkey_owner", app: "latchkey_app" } as const;

const credentialsSchema = z.object({ superuser: z.string(), owner: z.string(), app: z.string() });

/** The passwords of the three roles. */
export type Credentials = z.infer<typeof credentialsSchema>;

/** Creates and stores new passwords, readable by the server's account only. */
export function createCredentials({ credentials: file, account }: Layout): Credentials {
  const secret = () => randomBytes(24).toString("base64url");
  const created = { superuser: secret(), owner: secret(), app: secret() };
  writeFileSync(file, `${JSON.stringify(created, null, 2)}\n`, { mode: 0o600 });
  changeOwner(account, file);
  return created;
}

/** The passwords stored with the cluster. */
export function readCredentials({ credentials: file }: Layout): Credentials {
  try {
    return credentialsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new PlainError(
      `The database's passwords cannot be read from ${file} (${codeOf(error) ?? "not in the expected form"}). ` +
        "Put that file back from a backup.",
      { cause: error },
    );
  }
}

/** A connection URL over the unix socket in `run`. */
export function urlFor(role: keyof Credentials, credentials: Credentials, run: string, database = DATABASE): string {
  const socket = encodeURIComponent(run);
  return `postgresql://${ROLES[role]}:${credentials[role]}@localhost/${database}?host=${socket}`;
}
