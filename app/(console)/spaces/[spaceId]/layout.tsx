import type { ReactNode } from "react";
import { decide } from "@/lib/access/authorization/decide";
import { ConsoleFrame } from "../../console-frame";
import { findSpaceHere } from "./require-space";

interface Props {
  params: Promise<{ spaceId: string }>;
  children: ReactNode;
}

/** The frame of the organization that the space belongs to. */
export default async function SpaceLayout({ params, children }: Props) {
  const here = await findSpaceHere((await params).spaceId);
  if (!here) return <ConsoleFrame>{children}</ConsoleFrame>;
  const { actor, space } = here;
  const canManage = decide(actor, "space.update", { organizationId: actor.organizationId, spaceId: space.id }).ok;
  return (
    <ConsoleFrame organizationId={actor.organizationId} space={{ id: space.id, name: space.name, canManage }}>
      {children}
    </ConsoleFrame>
  );
}
