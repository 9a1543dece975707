import { expect, test } from "./fixtures";

test("a route handler that is still waiting when its test ends does not fail the test", async ({ page }) => {
  await page.goto("/login");
  let handlers = 0;
  await page.route("**/login?waiting", async (route) => {
    const response = await route.fetch();
    handlers += 1;
    await new Promise((resolve) => page.once("close", resolve));
    await route.fulfill({ body: await response.text() }); // Throws: the page is gone.
  });
  await page.evaluate(() => void fetch("/login?waiting").catch(() => undefined));
  await expect.poll(() => handlers).toBe(1);
});
