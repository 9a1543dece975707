import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { PERMISSIONS, ruleOf } from "../access/authorization/permissions";
import { db, type Tx } from "../platform/db";
import type { Organization } from "../platform/db/generated/client";
import { storedContactsSchema, storedPairsSchema, type Contact, type Pair } from "../platform/validation/facts";
import { fail, type Result } from "../platform/result/result";

/** What can be changed of an organization, its token policy included. */
export interface OrganizationSettings {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly description: string;
  readonly company: string;
  readonly annotations: readonly Pair[];
  readonly tags: readonly Pair[];
  readonly contacts: readonly Contact[];
  /** The longest life of a token in days; null allows tokens without expiration. */
  readonly tokenMaxLifetimeDays: number | null;
  /** Requests per minute and token; null is no limit. */
  readonly tokenRequestsPerMinute: number | null;
  readonly version: number;
}

/** Who reads all of an organization, rather than its name, id and code. */
const READERS = PERMISSIONS.filter((permission) => ruleOf("organization.read").grants[permission] === "full");

/** The organization's settings, for those who may read all of it. Fails with `insufficient_scope`, `not_found`. */
export async function getOrganizationSettings(actor: Actor): Promise<Result<{ settings: OrganizationSettings }>> {
  const decision = decide(actor, "organization.read", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  if (decision.detail === "brief")
    return fail("insufficient_scope", { detail: { action: "organization.read", permissions: READERS } });
  const row = await findOrganizationRow(db(), actor.organizationId);
  return row ? { ok: true, settings: toSettings(row) } : fail("not_found");
}

/** An organization, cut to what the actor may see: the optional facts are for those who may read all of it. */
export type OrganizationFacts = Pick<OrganizationSettings, "id" | "code" | "name"> & Partial<OrganizationSettings>;

/** As much of the actor's organization as the actor may see, without its spaces. Fails with `insufficient_scope`, `not_found`. */
export async function getOrganizationFacts(actor: Actor): Promise<Result<{ organization: OrganizationFacts }>> {
  const decision = decide(actor, "organization.read", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const row = await findOrganizationRow(db(), actor.organizationId);
  if (!row) return fail("not_found");
  const { id, code, name } = row;
  return { ok: true, organization: decision.detail === "brief" ? { id, code, name } : toSettings(row) };
}

/** The row of a live organization, or null; for this noun's own use, after `decide`. */
export function findOrganizationRow(client: Tx, id: string): Promise<Organization | null> {
  return client.organization.findFirst({ where: { id, deletedAt: null } });
}

/** A row as those see it who may read all of it. */
export function toSettings(row: Organization): OrganizationSettings {
  const { id, name, code, description, company, tokenMaxLifetimeDays, tokenRequestsPerMinute, version } = row;
  const facts = {
    annotations: storedPairsSchema.parse(row.annotations),
    tags: storedPairsSchema.parse(row.tags),
    contacts: storedContactsSchema.parse(row.contacts),
  };
  return { id, name, code, description, company, ...facts, tokenMaxLifetimeDays, tokenRequestsPerMinute, version };
}
