import { cn } from "./cn";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md";

const BASE =
  "relative inline-flex shrink-0 items-center justify-center gap-2 rounded-md border font-medium " +
  "whitespace-nowrap select-none no-underline transition-colors duration-100 [&_svg]:size-4 " +
  "[&_svg]:shrink-0 aria-disabled:cursor-default disabled:cursor-default disabled:opacity-50";

const VARIANT: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-accent-fg hover:bg-accent-hover",
  secondary: "border-control bg-canvas text-fg hover:bg-hover active:bg-pressed",
  ghost: "border-transparent bg-transparent text-fg hover:bg-hover active:bg-pressed",
  danger: "border-transparent bg-critical text-accent-fg hover:bg-critical-hover",
};

const SIZE: Record<ButtonSize, string> = {
  sm: "h-8 px-3 text-sm pointer-coarse:h-10",
  md: "h-9 px-4 text-sm pointer-coarse:h-10",
};

/** The styles that Button and ButtonLink share. */
export function buttonStyle(variant: ButtonVariant = "secondary", size: ButtonSize = "md", className?: string): string {
  return cn(BASE, VARIANT[variant], SIZE[size], className);
}
