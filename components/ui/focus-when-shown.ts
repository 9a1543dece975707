/** How long the element may take to appear, in ms. */
const MAX_WAIT_MS = 5_000;

/**
 * Focuses the element with the id `fallbackId` now, and what `selector` finds once it is shown, unless the user has
 * moved the focus by then. For the page after a navigation, whose lists are streamed.
 */
export function focusWhenShown(selector: string, fallbackId: string): void {
  const fallback = document.getElementById(fallbackId);
  fallback?.focus({ preventScroll: true });
  const focus = () => {
    const found = document.querySelector<HTMLElement>(selector);
    const isMoved = document.activeElement !== fallback && document.activeElement !== document.body;
    if (!found && !isMoved) return false;
    if (!isMoved) found?.focus();
    return true;
  };
  if (focus()) return;
  const observer = new MutationObserver(() => {
    if (focus()) observer.disconnect();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  window.setTimeout(() => observer.disconnect(), MAX_WAIT_MS);
}
