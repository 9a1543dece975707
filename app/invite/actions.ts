"use server";

import { redirect } from "next/navigation";
import { z } from "@/lib/platform/validation/zod";
import { type InvitationState, NO_INVITATION } from "@/components/auth/invitation-state";
import { formOf, refused, textOf } from "@/components/forms/form-state";
import { publicAction } from "@/lib/access/action";
import { linkSecret } from "@/lib/access/credentials/link-secret";
import { currentSession } from "@/lib/access/session/session";
import { chooseOrganization } from "@/lib/access/session/session-store";
import { trySignInBrowser } from "@/lib/account/sign-in-browser";
import { acceptInvitation } from "@/lib/invitations/acceptance";
import type { InvitationOffer } from "@/lib/invitations/dto";
import { findInvitation } from "@/lib/invitations/queries";
import { acceptInvitationSchema } from "@/lib/invitations/schema";

const GONE = "This invitation was used or withdrawn, or it has expired. Ask for a new one.";
const TEXTS = { not_found: GONE, wrong_password: "This is not the password of your account." };

const lookUp = publicAction(z.object({ secret: linkSecret }), ({ input }) => findInvitation(input.secret));

const accept = publicAction(acceptInvitationSchema, async ({ input, address }) => {
  const accepted = await acceptInvitation(input, address);
  if (!accepted.ok) return accepted;
  const isSignedIn = await trySignInBrowser({ email: accepted.email, password: input.password.reveal() });
  if (isSignedIn) await show(accepted.organizationId);
  return { ok: true, isSignedIn };
});

/** Makes the console open with the joined organization. */
async function show(organizationId: string): Promise<void> {
  const session = await currentSession();
  if (session) await chooseOrganization(session.sessionId, organizationId);
}

/** Loads an invitation. If a password was sent, accepts it and signs in. */
export async function invitationAction(_before: InvitationState, given: FormData): Promise<InvitationState> {
  const values = formOf(given);
  const secret = codeIn(textOf(values, "secret"));
  const found = await lookUp({ secret });
  if (!found.ok)
    return {
      ...NO_INVITATION,
      problem: found.fields
        ? "This is not an invitation link. Copy the whole link."
        : refused(found, values, [], TEXTS).problem,
    };
  return values.has("password")
    ? acceptWith({ secret, offer: found.offer }, values)
    : { ...NO_INVITATION, secret, offer: found.offer };
}

async function acceptWith(
  known: { secret: string; offer: InvitationOffer },
  values: FormData,
): Promise<InvitationState> {
  const name = known.offer.hasAccount ? undefined : textOf(values, "name");
  const result = await accept({ secret: known.secret, name, password: textOf(values, "password") });
  if (result.ok) redirect(result.isSignedIn ? "/" : "/login?after=joining");
  return { ...refused(result, values, ["name"], TEXTS), ...known };
}

/** The code of a pasted link, or what was pasted. */
function codeIn(pasted: string): string {
  return pasted.trim().split("#").at(-1) ?? "";
}
