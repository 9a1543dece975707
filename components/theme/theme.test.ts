import { expect, test } from "vitest";
import { parseTheme, themeAttribute, themeCookie } from "./theme";

test("whatever a cookie holds, a theme comes out", () => {
  expect(parseTheme("dark")).toBe("dark");
  expect(parseTheme("light")).toBe("light");
  expect(parseTheme('"><script>')).toBe("system");
  expect(parseTheme(undefined)).toBe("system");
});

test("following the system sets no attribute and forgets the cookie", () => {
  expect(themeAttribute("system")).toBeUndefined();
  expect(themeCookie("system", false)).toContain("Max-Age=0");
});

test("on https the cookie is not sent in the clear", () => {
  expect(themeCookie("dark", true)).toMatch(/; Secure$/);
  expect(themeCookie("dark", false)).not.toContain("Secure");
});
