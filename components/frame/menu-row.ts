/** The look of a row in the frame's menus, link or button. */
export const MENU_ROW =
  "flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";
