import { notFound } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/access/authorization/actor";
import { actorIn, currentSession, requireSession } from "@/lib/access/session/session";
import type { Session, SessionMembership } from "@/lib/access/session/session-store";
import type { SpaceDto } from "@/lib/spaces/dto";
import { getSpace } from "@/lib/spaces/queries";

export interface SpaceContext {
  /** The user as an actor in the space's organization. */
  actor: UserActor;
  space: SpaceDto;
  organization: { id: string; name: string };
  /** Whether the rest of the console shows another organization. */
  isElsewhere: boolean;
}

/** The space of a URL in any of the user's organizations; null if there is none. Cached per request. */
export const findSpaceHere = cache(async (spaceId: string): Promise<SpaceContext | null> => {
  const session = await currentSession();
  if (!session) return null;
  const found = await Promise.all(session.memberships.map((membership) => findIn(session, membership, spaceId)));
  return found.find((here) => here !== null) ?? null;
});

async function findIn(
  session: Session,
  { organizationId, organizationName }: SessionMembership,
  spaceId: string,
): Promise<SpaceContext | null> {
  const actor = await actorIn(session, organizationId);
  const result = actor && (await getSpace(actor, spaceId));
  if (!actor || !result?.ok) return null;
  return {
    actor,
    space: result.space,
    organization: { id: organizationId, name: organizationName },
    isElsewhere: organizationId !== session.organizationId,
  };
}

/** For pages of a space: returns the space, redirects to /login, or responds 404. */
export async function requireSpace(spaceId: string, path: string): Promise<SpaceContext> {
  await requireSession(path);
  const here = await findSpaceHere(spaceId);
  if (!here) notFound();
  return here;
}
