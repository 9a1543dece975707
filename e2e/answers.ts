import type { Page, Route } from "@playwright/test";

type Handle = (route: Route) => Promise<void>;

/**
 * Does `handle` with the next server action whose body matches, by default one of a form, and leaves all others alone.
 */
export async function onNextForm(page: Page, handle: Handle, body = /formId|password/): Promise<void> {
  let isArmed = true;
  await page.route("**/*", async (route, request) => {
    const isAction = request.method() === "POST" && request.headers()["next-action"] !== undefined;
    if (!isArmed || !isAction || !body.test(request.postData() ?? "")) return route.fallback();
    isArmed = false;
    await handle(route);
  });
}

/** Holds all requests to `url` until the returned function is called. */
export async function holdRequests(page: Page, url: string): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** The server does it, and its answer never arrives. */
export const loseAnswer: Handle = async (route) => {
  await route.fetch({ maxRedirects: 0 });
  await route.abort("connectionreset");
};

/** As if the server were of another version than the page. */
export const unknownAction: Handle = async (route) => {
  await route.continue({ headers: { ...route.request().headers(), "next-action": "a".repeat(42) } });
};
