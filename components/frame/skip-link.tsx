import { cn } from "@/components/ui/cn";

export const CONTENT_ID = "content";

export function SkipLink() {
  return (
    <a
      href={`#${CONTENT_ID}`}
      className={cn(
        "fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-fg",
        "px-3 py-2 font-medium text-canvas focus:translate-y-0",
      )}
    >
      Skip to content
    </a>
  );
}
