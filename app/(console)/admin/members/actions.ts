"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/lib/access/action";
import { linkTo } from "@/lib/access/session/link";
import { inviteMember, revokeInvitation } from "@/lib/invitations/mutations";
import { findInvitationOf } from "@/lib/invitations/queries";
import { inviteMemberSchema, revokeInvitationSchema } from "@/lib/invitations/schema";
import { changeRole, disableMember, enableMember, removeMember, signOutMember } from "@/lib/members/mutations";
import { changeRoleSchema, memberSchema, signOutMemberSchema } from "@/lib/members/schema";
import type { Result } from "@/lib/platform/result/result";
import { createResetLink } from "@/lib/recovery/mutations";
import { createResetLinkSchema } from "@/lib/recovery/schema";
import { countTokensOf, revokeTokensOf } from "@/lib/tokens/creators";

const memberTokensSchema = memberSchema.pick({ userId: true });

/** Returns only success, because the page is re-rendered. */
async function done(result: Result): Promise<Result> {
  if (!result.ok) return result;
  revalidatePath("/admin/members");
  return { ok: true };
}

export const changeRoleAction = action(changeRoleSchema, async ({ actor, input }) =>
  done(await changeRole(actor, input)),
);
export const disableMemberAction = action(memberSchema, async ({ actor, input }) =>
  done(await disableMember(actor, input)),
);
export const enableMemberAction = action(memberSchema, async ({ actor, input }) =>
  done(await enableMember(actor, input)),
);
export const removeMemberAction = action(memberSchema, async ({ actor, input }) =>
  done(await removeMember(actor, input)),
);
/** How many live tokens a member created, for the question whether to delete them. */
export const countMemberTokensAction = action(memberTokensSchema, ({ actor, input }) =>
  countTokensOf(actor, input.userId),
);

/**
 * Deletes the tokens that a person created, who may have left a moment ago. Apart from `removeMemberAction`: when it
 * fails the person is out all the same, and the answer says so.
 */
export const revokeMemberTokensAction = action(memberTokensSchema, async ({ actor, input }) => {
  const result = await revokeTokensOf(actor, input.userId);
  revalidatePath("/admin", "layout");
  return result;
});
export const signOutMemberAction = action(signOutMemberSchema, async ({ actor, input }) =>
  done(await signOutMember(actor, input)),
);
export const revokeInvitationAction = action(revokeInvitationSchema, async ({ actor, input }) =>
  done(await revokeInvitation(actor, input)),
);

/** Like an invitation's, the link is only in this response. */
export const createResetLinkAction = action(createResetLinkSchema, async ({ actor, input }) => {
  const result = await createResetLink(actor, input);
  return result.ok ? { ok: true, link: await linkTo(`/reset#${result.secret.reveal()}`) } : result;
});

/** The open invitation that a new one would replace. */
export const findInvitationAction = action(inviteMemberSchema.pick({ email: true }), ({ actor, input }) =>
  findInvitationOf(actor, input.email),
);

/** The link is only in this response. Its secret is in the fragment, which browsers never send. */
export const inviteMemberAction = action(inviteMemberSchema, async ({ actor, input }) => {
  const result = await inviteMember(actor, input);
  if (!result.ok) return result;
  revalidatePath("/admin/members");
  return { ok: true, link: await linkTo(`/invite#${result.secret.reveal()}`) };
});
