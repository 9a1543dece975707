import AxeBuilder from "@axe-core/playwright";
import { test as base, type BrowserContext, expect, type Page } from "@playwright/test";
import { createTenant, type Person, type Tenant } from "./tenant";

interface Fixtures {
  /** An organization with two spaces and users in all roles, for this test only. */
  tenant: Tenant;
  /** The owner's connection string of the application's database. */
  ownerUrl: string;
}

export const test = base.extend<Fixtures>({
  ownerUrl: async ({}, use) => {
    const { E2E_OWNER_URL } = process.env;
    if (!E2E_OWNER_URL) throw new Error("Run this with `npx playwright test`: the set-up starts the application.");
    await use(E2E_OWNER_URL);
  },
  tenant: async ({ ownerUrl }, use) => {
    await use(await createTenant(ownerUrl));
  },
  // A route handler can still wait for an answer when its test ends. The context closes then, the handler throws
  // ("Response has been disposed"), and a test that passed fails.
  context: async ({ context }, use) => {
    await use(context);
    await endRouteHandlers(context);
  },
});

export { expect };

/** Lets the route handlers of a context end without an effect. For a context that a test opened, before it closes. */
export async function endRouteHandlers(context: BrowserContext): Promise<void> {
  for (const routed of [context, ...context.pages()]) await routed.unrouteAll({ behavior: "ignoreErrors" });
}

/** Signs a user in with the form, and waits for the page after it. */
export async function signIn(page: Page, { email, password }: Person, path = "/"): Promise<void> {
  await page.goto(path === "/" ? "/login" : `/login?next=${encodeURIComponent(path)}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

/** Checks the page with axe, and that nothing overflows its width. */
export async function expectAccessible(page: Page): Promise<void> {
  // Waits for transitions, during which colors are mixed.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target) }))).toEqual([]);
  const overhang = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overhang).toBe(0);
}
