import { spawnSync } from "node:child_process";
import path from "node:path";
import pg from "pg";
import { afterEach, expect } from "vitest";
import { z } from "zod";
import { operationsFile } from "../container/documents";
import { createRoles, type Postgres, startPostgres } from "../container/postgres";
import { migrate } from "../migration";
import { inRoot } from "../project";
import { testWith } from "../testing/programs";
import { scratchFolder } from "../testing/scratch";
import { startServer } from "../testing/server";

const PASSWORDS = { OWNER_PASSWORD: "owner-password", APP_PASSWORD: "app-password" };
const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The commands in the section “A PostgreSQL of your own” of backup.md. */
function documentedCommands(): string[] {
  const [, section = ""] = operationsFile("backup.md").split("## A PostgreSQL of your own\n");
  const [text = ""] = section.split("\n## ");
  return [...text.matchAll(/^```sh\n(.*?)\n```$/gms)].flatMap(([, code = ""]) => code.split("\n"));
}

/** The URLs of the database that create-roles.sh has made on a new server. */
async function newServer(folder: string, initdb: string) {
  const programs = { initdb, postgres: path.join(path.dirname(initdb), "postgres") };
  const server: Postgres = await startPostgres(folder, "superuser-password", programs);
  ends.push(() => server.stop());
  await createRoles(inRoot("docs/operations/create-roles.sh"), server, PASSWORDS);
  const urlOf = (role: string, password: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${server.port}/latchkey`;
  return {
    ownerUrl: urlOf("latchkey_owner", PASSWORDS.OWNER_PASSWORD),
    appUrl: urlOf("latchkey_app", PASSWORDS.APP_PASSWORD),
  };
}

type Urls = Awaited<ReturnType<typeof newServer>>;

async function query<Row extends object>({ ownerUrl }: Urls, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const COUNTS = `SELECT (SELECT count(*)::int FROM "ApiToken") AS tokens,
  (SELECT count(*)::int FROM "AuditEvent") AS events, (SELECT count(*)::int FROM "Session") AS sessions`;
const SESSION = `INSERT INTO "Session" ("id", "userId", "expiresAt")
  SELECT gen_random_uuid(), "id", now() + interval '1 day' FROM "User"`;

testWith(
  "initdb",
  "postgresql",
  "a PostgreSQL of another major version is backed up with pg_dump and restored by the documented commands",
  async (initdb) => {
    const scratch = scratchFolder();
    ends.push(scratch.remove);
    const dump = path.join(scratch.folder, "latchkey.dump");
    const run = (command: string, { ownerUrl, appUrl }: Urls) => {
      const { status, stdout, stderr } = spawnSync("sh", ["-c", command.replaceAll("latchkey.dump", dump)], {
        cwd: inRoot(),
        env: {
          ...process.env,
          PATH: `${path.dirname(initdb)}:${process.env.PATH}`, // pg_dump of the server's version
          DATABASE_URL: appUrl,
          MIGRATION_DATABASE_URL: ownerUrl,
        },
        encoding: "utf8",
      });
      expect([command, status, stderr]).toEqual([command, 0, stderr]);
      return stdout;
    };

    const before = await newServer(path.join(scratch.folder, "before"), initdb);
    await migrate(before);
    const seeded = z
      .object({ tokens: z.array(z.object({ state: z.string(), secret: z.string() })) })
      .parse(JSON.parse(run("npm run --silent seed -- --json", before)));
    await query(before, SESSION);
    const [counts] = await query<Record<string, number>>(before, COUNTS);
    expect(Object.values(counts ?? {})).not.toContain(0);
    const [dumping = "", ...restoring] = documentedCommands();
    expect([dumping, ...restoring].map((command) => /^(npm run )?\S+/.exec(command)?.[0])).toEqual([
      ...["pg_dump", "pg_restore", "npm run migrate", "npm run audit:verify", "psql"],
    ]);
    run(dumping, before);
    const after = await newServer(path.join(scratch.folder, "after"), initdb);
    for (const command of restoring) run(command, after);

    expect(await query(after, COUNTS)).toEqual([{ ...counts, sessions: 0 }]);
    const server = await startServer({ database: after });
    ends.push(() => server.stop());
    for (const { secret, state } of seeded.tokens) {
      const headers = { authorization: `Bearer ${secret}` };
      const { status } = await fetch(`${server.url}/api/v1/token`, { headers });
      expect([state, status]).toEqual([state, state === "live" ? 200 : 401]);
    }
  },
);
