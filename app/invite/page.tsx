import type { Metadata } from "next";
import { Invitation } from "@/components/auth/invitation";
import { invitationAction } from "./actions";

export const metadata: Metadata = { title: "Accept an invitation" };

/** The holder of the link is the invited user, so only the link's code is checked. */
export default function InvitePage() {
  return <Invitation action={invitationAction} />;
}
