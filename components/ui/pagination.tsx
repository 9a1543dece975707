import { ChevronLeft, ChevronRight } from "lucide-react";
import { buttonStyle } from "./button-style";
import { ButtonLink } from "./button-link";
import { type PageRange, pageRange } from "./page-range";

export interface PaginationProps extends Partial<PageRange> {
  previousHref?: string;
  nextHref?: string;
  noun: string;
  /** Replaces the computed range when the position is unknown. */
  summary?: string;
}

function Step({ href, rel }: { href: string | undefined; rel: "prev" | "next" }) {
  const icon = rel === "prev" ? <ChevronLeft aria-hidden /> : <ChevronRight aria-hidden />;
  const content = rel === "prev" ? [icon, "Previous"] : ["Next", icon];
  const inner = content.map((part, index) => <span key={index}>{part}</span>);
  if (href) {
    return (
      <ButtonLink href={href} rel={rel} size="sm" prefetch={false}>
        {inner}
      </ButtonLink>
    );
  }
  return (
    <span aria-disabled className={buttonStyle("secondary", "sm", "border-line text-muted")}>
      {inner}
    </span>
  );
}

/** Previous and next by cursor. Renders nothing when all rows are on the page. */
export function Pagination({ previousHref, nextHref, summary, ...range }: PaginationProps) {
  const words = summary ?? pageRange({ from: 1, shown: 0, ...range });
  return (
    <div className="mt-4 flex items-center justify-between gap-4">
      <p className="text-muted tabular-nums">{words}</p>
      {(previousHref || nextHref) && (
        <nav aria-label="Pages" className="flex gap-2">
          <Step href={previousHref} rel="prev" />
          <Step href={nextHref} rel="next" />
        </nav>
      )}
    </div>
  );
}
