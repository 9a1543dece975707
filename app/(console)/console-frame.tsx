import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppFrame } from "@/components/frame/app-frame";
import type { FrameCurrentSpace } from "@/components/frame/types";
import { parseTheme, THEME_COOKIE } from "@/components/theme/theme";
import { actorIn, currentSession, mayAdminister } from "@/lib/access/session/session";
import type { SessionMembership } from "@/lib/access/session/session-store";
import { getOrganization } from "@/lib/organizations/queries";
import { signOutAction, switchOrganizationAction } from "./frame-actions";
import { searchAction } from "./search-action";

const COMMANDS = [
  { id: "command:create-token", label: "Create API Token", href: "/admin/tokens/new", group: "Actions" },
  { id: "command:register-api", label: "Register API", href: "/admin/apis/new", group: "Actions" },
  { id: "command:create-space", label: "Create space", href: "/admin/spaces?create", group: "Actions" },
];

/** How many spaces every page contains. The palette searches the others on the server. */
const SPACES_KNOWN = 50;

interface Props {
  /** The organization of the page. Default: the session's. */
  organizationId?: string | undefined;
  /** The space of the page. */
  space?: FrameCurrentSpace;
  children: ReactNode;
}

/**
 * The frame around a page, for the page's organization. It does not authorize: without a session it renders only the
 * page, which redirects to /login. The dashboard's links lead to the session's organization, so they are only shown
 * there.
 */
export async function ConsoleFrame({ organizationId, space, children }: Props) {
  const session = await currentSession();
  const actor = session && (await actorIn(session, organizationId ?? session.organizationId));
  const membership = session?.memberships.find((candidate) => candidate.organizationId === actor?.organizationId);
  if (!session || !actor || !membership) return children;
  const organization = await getOrganization(actor);
  const isHere = actor.organizationId === session.organizationId;
  const canAdminister = mayAdminister(actor) && isHere;
  return (
    <AppFrame
      user={{ name: session.name, email: session.email }}
      organization={toOrganization(membership)}
      organizations={session.memberships.map(toOrganization)}
      spaces={organization.ok ? organization.organization.spaces.slice(0, SPACES_KNOWN) : []}
      space={space}
      canAdminister={canAdminister}
      theme={parseTheme((await cookies()).get(THEME_COOKIE)?.value)}
      signOutAction={signOutAction}
      switchOrganizationAction={switchOrganizationAction}
      search={isHere ? searchAction.bind(null, actor.organizationId) : undefined}
      commands={canAdminister ? COMMANDS : []}
    >
      {children}
    </AppFrame>
  );
}

function toOrganization({ organizationId, organizationName, organizationCode }: SessionMembership) {
  return { id: organizationId, name: organizationName, code: organizationCode };
}
