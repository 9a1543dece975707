import { cn } from "./cn";

const ROW =
  "flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1.5 text-left " +
  "-outline-offset-2 pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0";
const PLAIN = "hover:bg-hover data-highlighted:bg-hover [&_svg]:text-muted";
const DANGER = "text-critical-text hover:bg-critical-soft data-highlighted:bg-critical-soft";

/** The look of a row in menus, link or button. */
export function menuRow(danger = false): string {
  return cn(ROW, danger ? DANGER : PLAIN);
}
