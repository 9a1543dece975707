import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { ADVICE_KINDS, type AdviceKind, type AdviceScore } from "@/lib/advice/dto";
import { ADVICE_LABELS } from "@/lib/advice/labels";

interface Props {
  score: AdviceScore;
  /** The kind whose tokens are listed; undefined for all. */
  current: AdviceKind | undefined;
  /** The URL of the list of one kind, or of all. */
  kindHref: (kind: AdviceKind | undefined) => string;
}

/** The share of live tokens without advice, and what the advice is about. */
export function Score({ score, current, kindHref }: Props) {
  const counts = new Map(score.kinds.map(({ kind, tokens }) => [kind, tokens]));
  const kinds = ADVICE_KINDS.filter((kind) => counts.has(kind));
  return (
    <div className="mb-6 grid gap-4">
      <p className="text-lg font-semibold tabular-nums">{scoreText(score)}</p>
      {kinds.length > 0 && (
        <nav aria-label="Kinds of advice">
          <ul className="flex flex-wrap gap-2">
            <li>
              <KindLink href={kindHref(undefined)} isCurrent={current === undefined} label="All" />
            </li>
            {kinds.map((kind) => (
              <li key={kind}>
                <KindLink
                  href={kindHref(kind)}
                  isCurrent={kind === current}
                  label={`${ADVICE_LABELS[kind]} ${counts.get(kind)?.toLocaleString("en")}`}
                />
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  );
}

/** "32 of 40 live API tokens have no advice (80 %)". */
function scoreText({ live, isExact, advised }: AdviceScore): string {
  if (live === 0) return "There are no live API tokens";
  if (!isExact) return `${advised.toLocaleString("en")} API tokens have advice`;
  const free = live - advised;
  const share = Math.floor((free / live) * 100);
  return `${free.toLocaleString("en")} of ${live.toLocaleString("en")} live API tokens have no advice (${share} %)`;
}

function KindLink({ href, isCurrent, label }: { href: string; isCurrent: boolean; label: string }) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "true" : undefined}
      className={cn(
        "inline-flex min-h-8 items-center rounded-md border px-3 tabular-nums hover:bg-hover",
        isCurrent ? "border-accent bg-accent-soft font-medium" : "border-line bg-raised",
      )}
    >
      {label}
    </Link>
  );
}
