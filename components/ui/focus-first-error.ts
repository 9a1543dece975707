/** Moves the focus to the first field marked as wrong. Returns whether there was one. */
export function focusFirstError(form: HTMLElement): boolean {
  const wrong = form.querySelector<HTMLElement>(
    '[aria-invalid="true"], [data-invalid="true"] :is(input, select, textarea, button)',
  );
  wrong?.focus();
  return wrong !== null;
}

/** Moves the focus to the error of the form as a whole, which scrolls it into view. */
export function focusFormError(form: HTMLElement): void {
  form.querySelector<HTMLElement>("[data-form-error]")?.focus();
}
