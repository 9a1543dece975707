import type { Browser, BrowserContext } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";
import { administratorPages } from "./people-steps";

/** The maximum size of all scripts of a first visit, in bytes as sent. */
const MAX_BYTES = 150_000;

interface Resource {
  name: string;
  encodedBodySize: number;
}

/** Opens a page with an empty cache, and adds up the scripts until no more arrive. */
async function scriptBytes(
  browser: Browser,
  path: string,
  storageState?: Awaited<ReturnType<BrowserContext["storageState"]>>,
): Promise<number> {
  const context = await browser.newContext({ storageState });
  const page = await context.newPage();
  await page.goto(path, { waitUntil: "networkidle" });
  const resources = await page.evaluate<Resource[]>(() =>
    performance
      .getEntriesByType("resource")
      .map((entry) => ({ name: entry.name, encodedBodySize: (entry as PerformanceResourceTiming).encodedBodySize })),
  );
  await context.close();
  return resources
    .filter(({ name }) => /\.js($|\?)/.test(name))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
}

test("a first visit to any page loads less than 150 kB of scripts", async ({ browser, page, tenant }) => {
  test.slow();
  const sizes: Record<string, number> = {};
  for (const path of ["/login", "/invite"]) sizes[path] = await scriptBytes(browser, path);
  await signIn(page, tenant.superAdmin);
  const state = await page.context().storageState();
  for (const path of administratorPages(tenant)) sizes[path] = await scriptBytes(browser, path, state);
  test.info().annotations.push({ type: "bytes", description: JSON.stringify(sizes) });
  for (const [path, bytes] of Object.entries(sizes)) {
    expect(bytes, path).toBeGreaterThan(10_000);
    expect(bytes, path).toBeLessThan(MAX_BYTES);
  }
});
