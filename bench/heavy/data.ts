import { MAX_BUNDLE_BYTES } from "../../lib/content/parse/limits";
import { issueTokens } from "../../tools/testing/tokens";
import { asOwner } from "../filling";

/** The data that heavy documents read, and the tokens that are checked at the same time. */
export interface HeavyData {
  readonly organizationId: string;
  readonly spaceId: string;
  /** May read everything. */
  readonly owner: string;
  readonly checked: { readonly organizationId: string; readonly secrets: readonly string[] };
  /** The MRN of a policy whose bundle has the maximum size. */
  readonly largestPolicy: string;
}

/** As many as fit on the longest page. */
const PAGE = 200;
const CHECKED = 50;

/** Fills an organization so that each list has a full page and each space has the maximum number of facts. */
export async function fillHeavy(ownerUrl: string): Promise<HeavyData> {
  const { organizationId, tokens } = await issueTokens(ownerUrl, PAGE, ["owner"]);
  const spaceId = `${organizationId}-1`;
  const run = (sql: string, values: readonly unknown[] = [organizationId]) =>
    asOwner(ownerUrl, (client) => client.query(sql, [...values]));
  await run(
    `WITH facts AS (
        SELECT jsonb_agg(jsonb_build_object('key', 'key ' || (i + 1000), 'value', repeat(md5(i::text), 2))) AS pairs
        FROM generate_series(1, 100) AS i),
          people AS (
            SELECT jsonb_agg(jsonb_build_object('name', 'Person ' || i, 'email',
              'person' || i || '@example.com')) AS contacts
            FROM generate_series(1, 20) AS i)
     INSERT INTO "Space" ("id", "organizationId", "name", "description", "annotations", "tags", "contacts", "updatedAt")
     SELECT $1 || '-' || n, $1, 'Space ' || n, repeat('x', 1000), pairs, pairs, contacts, now()
       FROM generate_series(1, ${PAGE}) AS n, facts, people`,
  );
  await run(
    `INSERT INTO "Asset" ("id", "organizationId", "spaceId", "mrn", "name", "platform", "error", "lastSeenAt")
     SELECT gen_random_uuid(), $1, $2, '//asset/' || n, 'Asset ' || n, 'debian', repeat('e', 10000), now()
       FROM generate_series(1, ${PAGE}) AS n`,
    [organizationId, spaceId],
  );
  await run(
    `WITH tags AS (
        SELECT jsonb_agg(jsonb_build_object('key', 'key ' || (i + 1000), 'value', repeat(md5(i::text), 2))) AS pairs
        FROM generate_series(1, 100) AS i),
     bundle AS (
       INSERT INTO "Bundle" ("id", "organizationId", "bytes", "digest", "createdByName")
       VALUES (gen_random_uuid(), $1, convert_to(repeat(E'0123456789abcde\\n', ${MAX_BUNDLE_BYTES / 16}), 'UTF8'),
         sha256('bench'), 'Bench') RETURNING "id")
     INSERT INTO "Policy" ("id", "organizationId", "bundleId", "uid", "name", "checks", "queries", "tags", "docs",
       "updatedByName", "updatedAt")
     SELECT gen_random_uuid(), $1, bundle."id", 'policy-' || n, 'Policy ' || n, 1, 1, tags.pairs, repeat('x', 16384),
       'Bench', now() FROM bundle, tags, generate_series(1, ${PAGE}) AS n`,
  );
  await run(
    `INSERT INTO "AuditEvent" ("chain", "sequence", "at", "actorKind", "actorId", "actorName", "action",
      "resourceKind", "resourceId", "message", "change", "canonical", "mac")
     SELECT $1, n, now(), 'token', $2, 'Bench', 'space.updated', 'space', $1 || '-1', 'The space was changed.', '{}',
       '{}', sha256('bench') FROM generate_series(1, ${PAGE}) AS n`,
    [organizationId, tokens[0]?.id],
  );
  await asOwner(ownerUrl, (client) => client.query("VACUUM ANALYZE"));
  const checked = await issueTokens(ownerUrl, CHECKED);
  return {
    organizationId,
    spaceId,
    owner: tokens[0]?.secret ?? "",
    checked: { organizationId: checked.organizationId, secrets: checked.tokens.map(({ secret }) => secret) },
    largestPolicy: `//policy.api.mondoo.app/organizations/${organizationId}/policies/policy-1`,
  };
}
