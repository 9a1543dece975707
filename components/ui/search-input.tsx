import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export interface SearchInputProps extends Omit<ComponentProps<"input">, "type" | "aria-label"> {
  /** The accessible name. Also the placeholder by default. */
  label: string;
}

export function SearchInput({ label, placeholder = label, className, ...rest }: SearchInputProps) {
  return (
    <span className={cn("relative block", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
      <input
        {...rest}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        className="form-control pl-9 [&::-webkit-search-cancel-button]:hidden"
      />
    </span>
  );
}
