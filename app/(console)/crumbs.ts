import type { Crumb } from "@/components/frame/types";
import type { UserActor } from "@/lib/access/authorization/actor";
import { currentSession } from "@/lib/access/session/session";

/** The breadcrumbs of a page. They begin with the organization, so that each tab names its own. */
export async function crumbs(actor: UserActor, ...rest: readonly Crumb[]): Promise<Crumb[]> {
  const session = await currentSession();
  const membership = session?.memberships.find(({ organizationId }) => organizationId === actor.organizationId);
  return [{ label: membership?.organizationName ?? actor.organizationId, href: "/" }, ...rest];
}
