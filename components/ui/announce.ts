export const ANNOUNCER_ID = "announcer";

/**
 * Says `text` to screen readers through the one polite live region of the page.
 * The region is emptied first, so that the same words are heard again.
 */
export function announce(text: string): void {
  const region = document.getElementById(ANNOUNCER_ID);
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text;
  }, 50);
}
