import { spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { PERMISSIONS, ruleOf } from "../access/authorization/permissions";
import { Prisma, type Organization } from "../platform/db/generated/client";
import { readRows } from "../platform/db/rows";
import type { SqlTx } from "../platform/db/sql-transaction";
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

const COLUMNS = Prisma.sql`o."id", o."name", o."code", o."description", o."company", o."annotations", o."tags",
  o."contacts", o."tokenMaxLifetimeDays", o."tokenRequestsPerMinute", o."version"`;

export type OrganizationRow = Pick<Organization, keyof OrganizationSettings>;

const live = (id: string) => Prisma.sql`FROM "Organization" o WHERE o."id" = ${id} AND o."deletedAt" IS NULL`;

/** The permissions with the full grant, not only name, id and code. */
const READERS = PERMISSIONS.filter((permission) => ruleOf("organization.read").grants[permission] === "full");

/** The organization's settings, for actors with the full grant. Fails with `insufficient_scope`, `not_found`. */
export async function getOrganizationSettings(actor: Actor): Promise<Result<{ settings: OrganizationSettings }>> {
  const decision = decide(actor, "organization.read", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  if (decision.detail === "brief")
    return fail("insufficient_scope", { detail: { action: "organization.read", permissions: READERS } });
  const [row] = await readRows<OrganizationRow>(Prisma.sql`SELECT ${COLUMNS} ${live(actor.organizationId)}`);
  return row ? { ok: true, settings: toSettings(row) } : fail("not_found");
}

/** An organization as far as the actor may see it. Optional fields are only set for actors with the full grant. */
export type OrganizationFacts = Pick<OrganizationSettings, "id" | "code" | "name"> &
  Partial<OrganizationSettings> & {
    /** The number of spaces that the actor may see, if it was asked for and the actor may see any. */
    readonly spaces?: number;
  };

interface CountedRow extends OrganizationRow {
  readonly spaces: bigint | null;
}

/**
 * The actor's organization without its spaces, as far as the actor may see it. One statement. Fails with
 * `insufficient_scope`, `not_found`.
 */
export async function getOrganizationFacts(
  actor: Actor,
  { withSpaces = false } = {},
): Promise<Result<{ organization: OrganizationFacts }>> {
  const decision = decide(actor, "organization.read", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const spaces = withSpaces ? countOfSpaces(actor) : NOT_COUNTED;
  const [row] = await readRows<CountedRow>(
    Prisma.sql`SELECT ${COLUMNS}, ${spaces} AS "spaces" ${live(actor.organizationId)}`,
  );
  if (!row) return fail("not_found");
  const { id, code, name } = row;
  const facts = decision.detail === "brief" ? { id, code, name } : toSettings(row);
  return { ok: true, organization: row.spaces === null ? facts : { ...facts, spaces: Number(row.spaces) } };
}

const NOT_COUNTED = Prisma.sql`NULL::bigint`;

/** Of the spaces that the actor may see; nothing for one that may see none. */
function countOfSpaces(actor: Actor): Prisma.Sql {
  const own = spaceOf(spaceAccessOf(actor));
  if (!decide(actor, "space.read", { organizationId: actor.organizationId, spaceId: own }).ok) return NOT_COUNTED;
  const visible = own === null ? Prisma.empty : Prisma.sql`AND s."id" = ${own}`;
  return Prisma.sql`(SELECT count(*) FROM "Space" s WHERE s."organizationId" = o."id" ${visible})`;
}

/** The row of a live organization, or null. For use inside this folder, after `decide`. */
export async function findOrganizationRow(tx: SqlTx, id: string): Promise<OrganizationRow | null> {
  const [row] = await tx.$queryRaw<OrganizationRow[]>(Prisma.sql`SELECT ${COLUMNS} ${live(id)}`);
  return row ?? null;
}

/** Converts a row for actors with the full grant. */
export function toSettings(row: OrganizationRow): OrganizationSettings {
  const { id, name, code, description, company, tokenMaxLifetimeDays, tokenRequestsPerMinute, version } = row;
  const facts = {
    annotations: storedPairsSchema.parse(row.annotations),
    tags: storedPairsSchema.parse(row.tags),
    contacts: storedContactsSchema.parse(row.contacts),
  };
  return { id, name, code, description, company, ...facts, tokenMaxLifetimeDays, tokenRequestsPerMinute, version };
}
