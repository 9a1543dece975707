import { Badge } from "@/components/ui/badge";
import type { Tag } from "@/lib/content/parse/types";

const SHOWN = 3;

const textOf = ({ key, value }: Tag): string => (value ? `${key}: ${value}` : key);

/** The key without its owner prefix such as `example.com/`, because tags differ after it. */
const briefly = ({ key, value }: Tag): string => textOf({ key: key.slice(key.lastIndexOf("/") + 1) || key, value });

/** The first tags, and how many more there are. */
export function TagList({ tags }: { tags: readonly Tag[] }) {
  if (tags.length === 0) return <span className="text-muted">None</span>;
  const rest = tags.slice(SHOWN);
  return (
    <ul className="flex min-w-0 flex-wrap gap-1">
      {tags.slice(0, SHOWN).map((tag) => (
        <li key={tag.key} className="min-w-0">
          <Badge className="max-w-48">
            <span className="truncate" title={textOf(tag)}>
              {briefly(tag)}
            </span>
          </Badge>
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <span className="text-xs text-muted" title={rest.map(textOf).join(", ")}>
            +{rest.length}
          </span>
        </li>
      )}
    </ul>
  );
}
