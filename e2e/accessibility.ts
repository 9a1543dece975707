import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import type Axe from "axe-core";
import { inRoot } from "../tools/project";

/** What axe checks: the whole page with all rules, unless something else is given. */
interface AxeScope {
  /** A selector of the part of the page. */
  readonly within?: string;
  readonly rules?: readonly string[];
}

/** The rules of axe that look at colors. The others find the same in light and in dark. */
const COLOR_RULES = ["color-contrast", "link-in-text-block"];

const SOURCE = readFileSync(inRoot("node_modules/axe-core/axe.min.js"), "utf8");

/** `expectAccessible` in light, and once more in dark for what the theme changes. */
export async function expectAccessibleInBothThemes(page: Page, within?: string): Promise<void> {
  const scope = within === undefined ? {} : { within };
  const colors = () =>
    page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return `${backgroundColor} ${color}`;
    });
  await page.emulateMedia({ colorScheme: "light" });
  await expectAccessible(page, scope);
  const light = await colors();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(colors).not.toBe(light);
  await expectAccessible(page, { ...scope, rules: COLOR_RULES });
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(colors).toBe(light);
  await waitForTransitions(page);
}

/**
 * Waits for transitions, during which colors are mixed. It asks again and again, because Chromium 156.0.8078.114 hangs
 * now and then if the page awaits the end of an animation and is resized.
 */
async function waitForTransitions(page: Page): Promise<void> {
  const running = () => document.getAnimations().filter(({ playState }) => playState === "running").length;
  await expect.poll(() => page.evaluate(running), { intervals: [50] }).toBe(0);
}

/** Checks with axe, and that nothing overflows the page's width. Our pages have no frames. */
export async function expectAccessible(page: Page, { within, rules }: AxeScope = {}): Promise<void> {
  await waitForTransitions(page);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(SOURCE);
  const options: Axe.RunOptions = {
    resultTypes: ["violations"],
    ...(rules ? { runOnly: { type: "rule", values: [...rules] } } : {}),
  };
  const found = await page.evaluate(
    async ([part, run]) => {
      const { axe } = window as unknown as { axe: typeof Axe };
      const { violations } = await axe.run(part ?? document, run);
      const { scrollWidth, clientWidth } = document.documentElement;
      return {
        violations: violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target) })),
        overhang: scrollWidth - clientWidth,
      };
    },
    [within, options] as const,
  );
  expect(found).toEqual({ violations: [], overhang: 0 });
}
