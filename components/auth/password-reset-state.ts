import { INITIAL_STATE, type FormState } from "@/components/forms/form-state";

/** Of both steps: without scripts, the page knows only what its last form answered. */
export interface PasswordResetState extends FormState {
  /** The code of the link, as its holder gave it. */
  secret: string;
  /** Whose password the link resets; null until the code was found to be good. */
  email: string | null;
}

export type PasswordResetAction = (before: PasswordResetState, values: FormData) => Promise<PasswordResetState>;

export const NO_RESET: PasswordResetState = { ...INITIAL_STATE, secret: "", email: null };
