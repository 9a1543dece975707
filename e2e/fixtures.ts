import { test as base, type BrowserContext, expect, type Page } from "@playwright/test";
import { openSession, SESSION_COOKIE } from "../tools/testing/session";
import { untilHydrated } from "./hydration";
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

/** Opens a page of the console as a user, without the sign-in form. */
export async function signIn(page: Page, { email }: Person, path = "/"): Promise<void> {
  const { E2E_OWNER_URL = "", E2E_URL = "" } = process.env;
  const value = await openSession(E2E_OWNER_URL, email);
  await page.context().addCookies([{ name: SESSION_COOKIE, value, url: E2E_URL, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(path);
  await untilHydrated(page);
}

/** Signs a user in with the form, and waits for the page after it. */
export async function signInByForm(page: Page, { email, password }: Person, path = "/"): Promise<void> {
  await page.goto(path === "/" ? "/login" : `/login?next=${encodeURIComponent(path)}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}
