// npm run screenshots: takes the pictures of the README from the built application over sample data. Needs a Chromium.
import { report } from "../plain-error";
import { browseSample } from "../testing/browse-sample";

const FOLDER = "docs/images";

try {
  await browseSample(async ({ page }) => {
    await page.goto("/admin/tokens", { waitUntil: "networkidle" });
    await page.screenshot({ path: `${FOLDER}/tokens.png` });
    await page.goto("/admin/tokens/new");
    await page.getByLabel("Name", { exact: true }).fill("CI scanner");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByRole("button", { name: "I have saved it" }).waitFor();
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
    await page.screenshot({ path: `${FOLDER}/created.png` });
  }, "http://localhost:3000");
} catch (error) {
  report(error);
  process.exitCode = 1;
}
