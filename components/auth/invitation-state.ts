import { INITIAL_STATE, type FormState } from "@/components/forms/form-state";
import type { InvitationOffer } from "@/lib/invitations/dto";

/** Of both steps, for without scripts the page knows only what its last form answered. */
export interface InvitationState extends FormState {
  /** The code of the link, as entered. */
  secret: string;
  /** What the invitation offers, after its code was accepted. */
  offer: InvitationOffer | null;
}

export type InvitationAction = (before: InvitationState, values: FormData) => Promise<InvitationState>;

export const NO_INVITATION: InvitationState = { ...INITIAL_STATE, secret: "", offer: null };
