import { randomUUID } from "node:crypto";
import type pg from "pg";

/** The ids of what a scanned space has. */
export interface ScannedSpace {
  policyId: string;
  querypackId: string;
  assetId: string;
}

/** Adds a policy, a query pack, and an asset with a report that failed a check of the policy. */
export async function addScans(client: pg.Client, organizationId: string, spaceId: string): Promise<ScannedSpace> {
  const [policyId, querypackId, assetId, reportId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const own = [organizationId, spaceId];
  const content = [
    { table: "Policy", id: policyId, uid: "ssh-baseline", name: "SSH baseline", isCheck: true },
    { table: "QueryPack", id: querypackId, uid: "inventory", name: "Inventory", isCheck: false },
  ];
  for (const { table, id, uid, name, isCheck } of content) {
    const bundleId = randomUUID();
    await client.query(
      `INSERT INTO "Bundle"("id", "organizationId", "spaceId", "bytes", "digest", "createdByName", "listedAt")
        VALUES ($3, $1, $2, 'x'::bytea, sha256('x'), 'Ada', now())`,
      [...own, bundleId],
    );
    const counts = isCheck ? { columns: `"checks", "queries"`, values: "1, 0" } : { columns: `"queries"`, values: "1" };
    await client.query(
      `INSERT INTO "${table}"("organizationId", "spaceId", "id", "bundleId", "uid", "name", ${counts.columns}, "tags",
        "updatedByName", "updatedAt")
       VALUES ($1, $2, $3, $4, $5, $6, ${counts.values}, '[]', 'Ada', now())`,
      [...own, id, bundleId, uid, name],
    );
    await client.query(
      `INSERT INTO "BundleQuery"("organizationId", "bundleId", "position", "uid", "title", "impact", "mql",
        "description", "remediation")
       VALUES ($1, $2, 0, $3, $4, 90, 'sshd.config.params["PermitRootLogin"] == "no"', 'Why it matters.',
         '[{"id": "cli", "text": "Edit sshd_config."}]')`,
      [organizationId, bundleId, `${uid}-1`, `${name}: root cannot sign in`],
    );
    await client.query(
      `INSERT INTO "BundleUse"("organizationId", "bundleId", "contentUid", "position", "isCheck", "group", "uid",
        "definition") VALUES ($1, $2, $3, 0, $4, 'Access', $5, 0)`,
      [organizationId, bundleId, uid, isCheck, `${uid}-1`],
    );
  }
  const mrn = `//assets.api.mondoo.app/spaces/${spaceId}/assets/1`;
  const scores = [
    mrn,
    "//policy.api.mondoo.app/policies/ssh-baseline",
    "//policy.api.mondoo.app/queries/ssh-baseline-1",
  ];
  await client.query(
    `INSERT INTO "Report"("organizationId", "spaceId", "id", "digest", "bytes", "assets", "scores", "errors",
      "createdByName") VALUES ($1, $2, $3, sha256('x'), 'x'::bytea, 1, 3, 0, 'Scanner')`,
    [...own, reportId],
  );
  await client.query(
    `INSERT INTO "Asset"("organizationId", "spaceId", "id", "mrn", "name", "platform", "score", "lastReportId",
      "lastSeenAt") VALUES ($1, $2, $3, $4, 'web-1', 'debian', 20, $5, now())`,
    [...own, assetId, mrn, reportId],
  );
  await client.query(
    `INSERT INTO "AssetResult"("organizationId", "reportId", "assetId", "score", "scores") VALUES ($1, $2, $3, 20, $4)`,
    [organizationId, reportId, assetId, JSON.stringify(scores.map((id) => [id, 20, "fail"]))],
  );
  return { policyId, querypackId, assetId };
}
