"use strict";
// Follows the theme that was chosen in the console (components/theme), else the system's. Runs before the first paint.
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => {
  const chosen = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie)?.[1];
  return chosen ? chosen === "dark" : prefersDark.matches;
};

const applyTheme = () => {
  const { classList } = document.documentElement;
  if (classList.contains("dark-mode") === isDark()) return;
  classList.toggle("dark-mode", isDark());
  dispatchEvent(new Event("themechange"));
};

applyTheme();
prefersDark.addEventListener("change", applyTheme);
addEventListener("focus", applyTheme); // it may have been chosen in another tab
