import type { Metadata } from "next";
import { Invitation } from "@/components/auth/invitation";
import { invitationAction } from "./actions";

export const metadata: Metadata = { title: "Accept an invitation" };

/** Who has the link is who was invited, so that nothing is looked at here but the code it carries. */
export default function InvitePage() {
  return <Invitation action={invitationAction} />;
}
