/** The maximum size of a form, in bytes. */
export const MAX_FORM_BYTES = 16_384;

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** Whether a Content-Type is that of a form (RFC 6749 section 3.2). */
export function isForm(contentType: string | null | undefined): boolean {
  return FORM.test(contentType ?? "");
}
