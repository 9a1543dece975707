import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { PERIOD_LINKS, type UsagePeriod } from "./period";

export interface PeriodLinksProps {
  period: UsagePeriod;
  /** The URL of the same page that shows another period. */
  hrefOf: (period: UsagePeriod) => string;
}

/** The periods as links, the current one underlined. */
export function PeriodLinks({ period, hrefOf }: PeriodLinksProps) {
  return (
    <nav aria-label="Period">
      <ul className="flex gap-4">
        {PERIOD_LINKS.map((link) => (
          <li key={link.period}>
            <Link
              href={hrefOf(link.period)}
              prefetch={false}
              scroll={false}
              aria-current={link.period === period ? "page" : undefined}
              className={cn(
                "inline-flex border-b-2 py-1 font-medium",
                link.period === period
                  ? "border-accent text-fg forced-colors:border-[Highlight]"
                  : "border-transparent text-muted hover:border-line hover:text-fg forced-colors:border-[Canvas]",
              )}
            >
              {link.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
