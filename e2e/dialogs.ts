import type { Locator, Page } from "@playwright/test";

/** The dialog that is open. A toast has the same role, and stays for seconds. */
export const openDialog = (page: Page): Locator =>
  page.getByRole("dialog").and(page.locator(":not([aria-modal=false])"));
