export const ANNOUNCER_ID = "announcer";

/**
 * Announces `text` to screen readers through the page's polite live region.
 * The region is emptied first, so that the same text is announced again.
 */
export function announce(text: string): void {
  const region = document.getElementById(ANNOUNCER_ID);
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text;
  }, 50);
}
