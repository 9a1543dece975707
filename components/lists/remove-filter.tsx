import { X } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";

/** A filter that a list has beside its controls, and the link that clears it. */
export function RemoveFilter({ href, children }: { href: string; children: ReactNode }) {
  return (
    <ButtonLink size="sm" href={href} icon={<X aria-hidden />} className="max-w-full">
      <span className="min-w-0 truncate">{children}</span>
      <span className="sr-only">: remove this filter</span>
    </ButtonLink>
  );
}
