import { type Theme, themeAttribute, themeCookie } from "./theme";

/** Applies a theme and stores it for later requests. */
export function applyTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
  document.cookie = themeCookie(theme, location.protocol === "https:");
}
