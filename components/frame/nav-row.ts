/** The style of a row in the navigation. */
export const NAV_ROW =
  "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors " +
  "duration-100 pointer-coarse:h-10 [&_svg]:size-4 [&_svg]:shrink-0";
export const NAV_ROW_CURRENT =
  "bg-pressed font-medium text-fg forced-colors:outline-2 " +
  "forced-colors:-outline-offset-2 forced-colors:outline-[Highlight]";
export const NAV_ROW_OTHER = "text-muted hover:bg-hover hover:text-fg [&_svg]:text-muted";
