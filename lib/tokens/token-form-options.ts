import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { grantableBy } from "../access/authorization/granting";
import type { Permission } from "../access/authorization/permissions";
import { db } from "../platform/db";
import { fail, type Result } from "../platform/result/result";
import { slug } from "../platform/validation/fields";

export interface SpaceChoice {
  readonly id: string;
  readonly name: string;
}

/** What the token pages need to render their forms. */
export interface TokenFormOptions {
  readonly organization: { readonly id: string; readonly name: string };
  /** The space of the page, or null. */
  readonly space: SpaceChoice | null;
  /** The spaces that a token can be limited to: all of the organization, or the page's own. Sorted by name. */
  readonly spaces: readonly SpaceChoice[];
  readonly grantable: readonly Permission[];
  /** The organization's maximum lifetime of a token, in days; null allows tokens without expiration. */
  readonly maxLifetimeDays: number | null;
}

/**
 * The options for the whole organization or one of its spaces. Fails with `not_found` if the space is missing or
 * foreign.
 */
export async function getTokenFormOptions(
  actor: Actor,
  spaceId: string | null,
): Promise<Result<{ options: TokenFormOptions }>> {
  if (spaceId !== null && !slug.safeParse(spaceId).success) return fail("not_found");
  const decision = decide(actor, "token.read", { organizationId: actor.organizationId, spaceId });
  if (!decision.ok) return decision;
  const found = await db().organization.findFirst({
    where: { id: actor.organizationId, deletedAt: null },
    select: {
      id: true,
      name: true,
      tokenMaxLifetimeDays: true,
      spaces: {
        where: spaceId === null ? {} : { id: spaceId },
        orderBy: [{ name: "asc" }, { id: "asc" }],
        select: { id: true, name: true },
      },
    },
  });
  if (!found) return fail("not_found");
  const { spaces, tokenMaxLifetimeDays: maxLifetimeDays, ...organization } = found;
  const space = spaceId === null ? null : spaces[0];
  if (space === undefined) return fail("not_found");
  return { ok: true, options: { organization, space, spaces, grantable: grantableBy(actor), maxLifetimeDays } };
}
