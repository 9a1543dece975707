import type { Page } from "@playwright/test";

/**
 * Waits until React has taken over the controls of a page, unless scripts do not run. On a busy machine the `load`
 * event comes earlier, and until then a key has no effect, and the back button changes the URL but not the page.
 */
export async function untilHydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (matchMedia("(scripting: none)").matches) return true;
    const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea")];
    return controls.every((control) => Object.keys(control).some((key) => key.startsWith("__reactFiber$")));
  });
}
