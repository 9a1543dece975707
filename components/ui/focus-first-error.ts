/** Moves the focus to the first field marked as wrong. Returns whether there was one. */
export function focusFirstError(form: HTMLElement): boolean {
  const wrong = form.querySelector<HTMLElement>(
    '[aria-invalid="true"], [data-invalid="true"] :is(input, select, textarea, button)',
  );
  wrong?.focus();
  return wrong !== null;
}
