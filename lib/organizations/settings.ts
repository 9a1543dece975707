import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { PERMISSIONS, ruleOf } from "../access/authorization/permissions";
import { db, type Tx } from "../platform/db";
import type { Organization } from "../platform/db/generated/client";
import { storedContactsSchema, storedPairsSchema, type Contact, type Pair } from "../platform/validation/facts";
import { fail, type Result } from "../platform/result/result";

/** The editable settings of an organization, including its token policy. */
export interface OrganizationSettings {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly description: string;
  readonly company: string;
  readonly annotations: readonly Pair[];
  readonly tags: readonly Pair[];
  readonly contacts: readonly Contact[];
  /** The maximum lifetime of a token in days; null allows tokens without expiration. */
  readonly tokenMaxLifetimeDays: number | null;
  /** Requests per minute and token; null for no limit. */
  readonly tokenRequestsPerMinute: number | null;
  readonly version: number;
}

/** The permissions with the full grant, not only name, id and code. */
const READERS = PERMISSIONS.filter((permission) => ruleOf("organization.read").grants[permission] === "full");

/** The organization's settings, for actors with the full grant. Fails with `insufficient_scope`, `not_found`. */
export async function getOrganizationSettings(actor: Actor): Promise<Result<{ settings: OrganizationSettings }>> {
  const decision = decide(actor, "organization.read", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  if (decision.detail === "brief")
    return fail("insufficient_scope", { detail: { action: "organization.read", permissions: READERS } });
  const row = await findOrganizationRow(db(), actor.organizationId);
  return row ? { ok: true, settings: toSettings(row) } : fail("not_found");
}

/** An organization as far as the actor may see it. Optional fields are only set for actors with the full grant. */
export type OrganizationFacts = Pick<OrganizationSettings, "id" | "code" | "name"> & Partial<OrganizationSettings>;

/**
 * The actor's organization without its spaces, as far as the actor may see it. Fails with `insufficient_scope`,
 * `not_found`.
 */
export async function getOrganizationFacts(actor: Actor): Promise<Result<{ organization: OrganizationFacts }>> {
  const decision = decide(actor, "organization.read", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const row = await findOrganizationRow(db(), actor.organizationId);
  if (!row) return fail("not_found");
  const { id, code, name } = row;
  return { ok: true, organization: decision.detail === "brief" ? { id, code, name } : toSettings(row) };
}

/** The row of a live organization, or null. For use inside this folder, after `decide`. */
export function findOrganizationRow(client: Tx, id: string): Promise<Organization | null> {
  return client.organization.findFirst({ where: { id, deletedAt: null } });
}

/** Converts a row for actors with the full grant. */
export function toSettings(row: Organization): OrganizationSettings {
  const { id, name, code, description, company, tokenMaxLifetimeDays, tokenRequestsPerMinute, version } = row;
  const facts = {
    annotations: storedPairsSchema.parse(row.annotations),
    tags: storedPairsSchema.parse(row.tags),
    contacts: storedContactsSchema.parse(row.contacts),
  };
  return { id, name, code, description, company, ...facts, tokenMaxLifetimeDays, tokenRequestsPerMinute, version };
}
