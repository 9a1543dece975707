import type { Browser, BrowserContext } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";

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

// tools/building/first-load.http.test.ts measures every page from what was built.
test("a first visit loads less than 150 kB of scripts in a browser too", async ({ browser, page, tenant }) => {
  const sizes: Record<string, number> = {};
  sizes["/login"] = await scriptBytes(browser, "/login");
  await signIn(page, tenant.superAdmin);
  const state = await page.context().storageState();
  for (const path of ["/admin/tokens", "/admin/tokens/new", "/admin/audit"])
    sizes[path] = await scriptBytes(browser, path, state);
  test.info().annotations.push({ type: "bytes", description: JSON.stringify(sizes) });
  for (const [path, bytes] of Object.entries(sizes)) {
    expect(bytes, path).toBeGreaterThan(10_000);
    expect(bytes, path).toBeLessThan(MAX_BYTES);
  }
});
