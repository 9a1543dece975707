import Link from "next/link";
import { Card } from "@/components/ui/card";
import type { ContentDto } from "@/lib/content/dto";
import type { ContentKind } from "@/lib/content/schema";
import { AssignmentBadge } from "./assignment-badge";
import { CONTENT_LABELS, contentHref, countOf } from "./labels";

interface Props {
  kind: ContentKind;
  spaceId: string;
  /** The first of them. */
  items: readonly ContentDto[];
  /** How many the space has assigned. */
  total: number;
}

/** The policies or query packs that are assigned in a space. */
export function AssignedList({ kind, spaceId, items, total }: Props) {
  const { title, path, plural } = CONTENT_LABELS[kind];
  const href = `/spaces/${spaceId}/${path}`;
  return (
    <Card flush className="min-w-0">
      <div className="flex items-center justify-between gap-4 border-b border-line px-4 py-3">
        <h3 className="font-medium">{title}</h3>
        <Link href={href} className="text-accent-text hover:underline">
          {total > items.length ? `All ${total.toLocaleString("en")} assigned` : `All ${plural}`}
        </Link>
      </div>
      {items.length === 0 ? (
        <p className="px-4 py-6 text-muted">None is assigned yet.</p>
      ) : (
        <ul>
          {items.map((item) => (
            <li
              key={item.id}
              className="flex items-center justify-between gap-4 border-b border-line px-4 py-2.5 last:border-b-0"
            >
              <span className="min-w-0">
                <Link href={contentHref(spaceId, item)} className="block break-words hover:underline">
                  {item.name}
                </Link>
                <span className="block text-xs text-muted tabular-nums">
                  {kind === "policy" ? countOf(item.checks, "check") : countOf(item.queries, "query", "queries")}
                </span>
              </span>
              <span className="shrink-0">
                <AssignmentBadge assignment={item.assignment} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
