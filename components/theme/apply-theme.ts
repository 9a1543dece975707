import { type Theme, themeAttribute, themeCookie } from "./theme";

/** Shows and remembers a theme, at once and for the next requests. */
export function applyTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
  document.cookie = themeCookie(theme, location.protocol === "https:");
}
