import pg from "pg";
import { MAX_REQUESTS, MAX_WINDOWS } from "../lib/access/limits/bounds";
import type { Permission } from "../lib/access/authorization/permissions";
import { issueTokens } from "../tools/testing/tokens";

/** The tokens and ids that the measured requests use. */
export interface FilledDatabase {
  /** An organization with a space and 100,000 tokens. */
  readonly listed: {
    readonly organizationId: string;
    readonly spaceId: string;
    readonly editor: string;
    readonly agent: string;
    readonly viewer: string;
  };
  /** The tokens that are looked up. */
  readonly checked: {
    readonly organizationId: string;
    readonly verifier: string;
    readonly hot: readonly string[];
    readonly cold: readonly string[];
    /** With a limit of each kind, none of which is ever reached. */
    readonly limited: readonly string[];
    /** Others, with a scope of an API of the organization. */
    readonly scoped: {
      readonly api: string;
      readonly scope: string;
      readonly hot: readonly string[];
      readonly cold: readonly string[];
    };
  };
}

const LISTED = 100_000;
/** Few enough that each has been checked once before statements are counted. */
const HOT = 50;
/** More than the token cache holds. They are checked in turn, so each check is a miss. */
const COLD = 150_000;
const BATCH = 10_000;

/** Fills a database with at least `rows` tokens to check, and with an organization that has a long list of tokens. */
export async function fill(ownerUrl: string, rows: number): Promise<FilledDatabase> {
  const listed = await fillList(ownerUrl);
  const { organizationId, tokens } = await issueTokens(ownerUrl, HOT);
  const cold: string[] = [];
  while (cold.length < Math.min(COLD, rows)) cold.push(...(await secrets(ownerUrl, BATCH, "viewer", organizationId)));
  const scoped = await fillScoped(ownerUrl, organizationId, Math.min(COLD, rows));
  await addOthers(ownerUrl, organizationId, Math.max(0, rows - cold.length - scoped.cold.length));
  await asOwner(ownerUrl, (client) => client.query("VACUUM ANALYZE"));
  const [verifier = ""] = await secrets(ownerUrl, 1, "verifier", organizationId);
  const limited = await fillLimited(ownerUrl, organizationId);
  const hot = tokens.map(({ secret }) => secret);
  return { listed, checked: { organizationId, verifier, hot, cold, limited, scoped } };
}

/** All limits but the number of uses, which is a statement each. */
const LIMITS = {
  networks: ["0.0.0.0/0", "::/0"],
  notBefore: "2026-01-01T00:00:00.000Z",
  requestsPerMinute: MAX_REQUESTS,
  windows: Array.from({ length: MAX_WINDOWS }, (_, at) => ({
    name: `window-${at}`,
    limit: MAX_REQUESTS,
    windowSeconds: 10 ** at,
  })),
  quota: { requests: MAX_REQUESTS, per: "month" },
};

async function fillLimited(ownerUrl: string, organizationId: string): Promise<string[]> {
  const { tokens } = await issueTokens(ownerUrl, HOT, ["viewer"], organizationId);
  await asOwner(ownerUrl, (client) =>
    client.query(`UPDATE "ApiToken" SET "limits" = $1 WHERE "id" = ANY($2::uuid[])`, [
      JSON.stringify(LIMITS),
      tokens.map(({ id }) => id),
    ]),
  );
  return tokens.map(({ secret }) => secret);
}

const API = "https://api.bench.example";
/** The API's scopes. Requests demand the first. */
const SCOPES = ["invoices:read", "invoices:write", "customers:read"];

/** An API, and tokens that have all of its scopes. */
async function fillScoped(
  ownerUrl: string,
  organizationId: string,
  rows: number,
): Promise<FilledDatabase["checked"]["scoped"]> {
  await asOwner(ownerUrl, (client) =>
    client.query(
      `WITH api AS (
         INSERT INTO "Api" ("id", "organizationId", "identifier", "name", "updatedAt")
         VALUES (gen_random_uuid(), $1, $2, 'Bench', now()) RETURNING "id")
       INSERT INTO "ApiScope" ("id", "organizationId", "apiId", "name")
         SELECT gen_random_uuid(), $1, "id", unnest($3::text[]) FROM api`,
      [organizationId, API, SCOPES],
    ),
  );
  const grant = async (count: number): Promise<string[]> => {
    const { tokens } = await issueTokens(ownerUrl, count, ["viewer"], organizationId);
    await asOwner(ownerUrl, (client) =>
      client.query(
        `INSERT INTO "TokenGrant" ("organizationId", "tokenId", "apiId", "scopeId")
         SELECT $1, t."id", s."apiId", s."id" FROM unnest($2::uuid[]) AS t("id"), "ApiScope" s
           WHERE s."organizationId" = $1`,
        [organizationId, tokens.map(({ id }) => id)],
      ),
    );
    return tokens.map(({ secret }) => secret);
  };
  const cold: string[] = [];
  while (cold.length < rows) cold.push(...(await grant(BATCH)));
  return { api: API, scope: SCOPES[0] ?? "", hot: await grant(HOT), cold };
}

async function fillList(ownerUrl: string): Promise<FilledDatabase["listed"]> {
  const { organizationId, tokens } = await issueTokens(ownerUrl, 1, ["viewer"]);
  const [[editor = ""], [agent = ""]] = [
    await secrets(ownerUrl, 1, "editor", organizationId),
    await secrets(ownerUrl, 1, "agent", organizationId),
  ];
  const spaceId = `${organizationId}-space`;
  await asOwner(ownerUrl, (client) =>
    client.query(`INSERT INTO "Space" ("id", "organizationId", "name", "updatedAt") VALUES ($1, $2, 'Bench', now())`, [
      spaceId,
      organizationId,
    ]),
  );
  await addOthers(ownerUrl, organizationId, LISTED);
  return { organizationId, spaceId, viewer: tokens[0]?.secret ?? "", editor, agent };
}

async function secrets(
  ownerUrl: string,
  count: number,
  permission: Permission,
  organizationId: string,
): Promise<string[]> {
  return (await issueTokens(ownerUrl, count, [permission], organizationId)).tokens.map(({ secret }) => secret);
}

/** Tokens without known secrets, each for one of `subjects` subjects (`customer-0` and on) if that is given. */
export async function addOthers(
  ownerUrl: string,
  organizationId: string,
  count: number,
  subjects: number | null = null,
): Promise<void> {
  await asOwner(ownerUrl, (client) =>
    client.query(
      `WITH made AS (
         INSERT INTO "ApiToken" ("id", "organizationId", "name", "permissions", "hint", "createdByName", "updatedAt",
           "subject")
         SELECT gen_random_uuid(), $1, 'Other ' || gen_random_uuid(), '{viewer}', 'latch_…0000', 'Bench', now(),
           'customer-' || floor(random() * $3::int)
           FROM generate_series(1, $2) RETURNING "id")
       INSERT INTO "TokenSecret" ("digest", "tokenId", "organizationId", "hint")
         SELECT sha256("id"::text::bytea), "id", $1, 'latch_…0000' FROM made`,
      [organizationId, count, subjects],
    ),
  );
}

/** Runs `work` as the role that owns the tables. */
export async function asOwner<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
