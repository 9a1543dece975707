/** Messages by field name. */
export type FieldErrors = Record<string, string>;

/** The result of a server action. `field` names the field of the message. */
export interface SubmitResult {
  ok: boolean;
  reason?: string;
  field?: string;
  message?: string;
  /** Messages of several fields. The empty name is the form itself. */
  fields?: Readonly<Record<string, string>>;
}

/** The session ended. Nothing was done. `FormError` offers to sign in. */
export const SIGNED_OUT = "You are signed out. Sign in again in another tab, then try again. Your input stays here.";

const FALLBACK = "That did not work. Reload the page and check before you try again.";

export type Validate = (values: FormData) => FieldErrors;

/** The errors after leaving `name`: only that field's message changes. */
export function errorsAfterBlur(before: FieldErrors, name: string, found: FieldErrors): FieldErrors {
  const { [name]: _dropped, ...others } = before;
  const message = found[name];
  return message ? { ...others, [name]: message } : others;
}

/** Where a refusal is shown: at its field, or above the form. */
export function errorsOfResult(result: SubmitResult): { errors: FieldErrors; formError: string | undefined } {
  if (result.ok) return { errors: {}, formError: undefined };
  const { "": formError, ...errors } = result.fields ?? {};
  if (Object.keys(errors).length > 0) return { errors, formError };
  const message = formError ?? result.message ?? FALLBACK;
  return result.field
    ? { errors: { [result.field]: message }, formError: undefined }
    : { errors: {}, formError: message };
}
