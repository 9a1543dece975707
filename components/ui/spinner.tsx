import { LoaderCircle } from "lucide-react";
import { cn } from "./cn";

/** Decoration only: the caller also states the progress in text. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn("size-4 animate-spin", className)} />;
}
