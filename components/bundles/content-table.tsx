import { Download } from "lucide-react";
import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { Badge } from "@/components/ui/badge";
import { By } from "@/components/ui/by";
import { SortHeader } from "@/components/ui/sort-header";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { type ListUrl, type Order, sortHref } from "@/components/lists/list-url";
import type { ContentDto } from "@/lib/content/dto";
import type { ContentKind } from "@/lib/content/schema";
import type { ContentActions } from "./actions";
import { AssignmentBadge } from "./assignment-badge";
import { AssignmentSelect } from "./assignment-select";
import { DeleteContent } from "./delete-content";
import { TagList } from "./tag-list";
import { CONTENT_LABELS, contentHref } from "./labels";

export interface ContentTableContext {
  kind: ContentKind;
  organizationId: string;
  space: { id: string; name: string };
  /** Whether the user may change anything. */
  canWrite: boolean;
  actions: ContentActions;
}

interface Props {
  context: ContentTableContext;
  items: readonly ContentDto[];
  list: ListUrl;
  order: Order;
}

/** Policies or query packs, with the actions that the user may take. */
export function ContentTable({ context, items, list, order }: Props) {
  const { kind } = context;
  const column = (label: string, sort: string) => (
    <SortHeader
      label={label}
      href={sortHref(list, sort, order)}
      {...(order.sort === sort && { direction: order.direction })}
    />
  );
  const head = (
    <>
      {column("Name", "name")}
      <Th>Version</Th>
      {kind === "policy" && <Th align="end">Checks</Th>}
      <Th align="end">Queries</Th>
      <Th>Tags</Th>
      {column("Updated", "updated")}
      <Th>Assigned</Th>
      <Th align="end">Action</Th>
    </>
  );
  return (
    <Table label={CONTENT_LABELS[kind].title} head={head}>
      {items.map((item) => (
        <ContentRow key={item.id} context={context} item={item} />
      ))}
    </Table>
  );
}

function ContentRow({ context, item }: { context: ContentTableContext; item: ContentDto }) {
  const { kind, organizationId, space, canWrite, actions } = context;
  return (
    <Tr>
      <Td>
        <Name spaceId={space.id} item={item} />
      </Td>
      <Td label="Version">
        {item.version ? <span className="font-mono">{item.version}</span> : <span className="text-muted">None</span>}
      </Td>
      {kind === "policy" && (
        <Td label="Checks" align="end">
          <span className="tabular-nums">{item.checks.toLocaleString("en")}</span>
        </Td>
      )}
      <Td label="Queries" align="end">
        <span className="tabular-nums">{item.queries.toLocaleString("en")}</span>
      </Td>
      <Td label="Tags">
        <TagList tags={item.tags} />
      </Td>
      <Td label="Updated">
        <Time at={item.updatedAt} />
        <By name={item.updatedBy} />
      </Td>
      <Td label="Assigned">
        {canWrite ? (
          <AssignmentSelect organizationId={organizationId} spaceId={space.id} item={item} actions={actions} />
        ) : (
          <AssignmentBadge assignment={item.assignment} />
        )}
      </Td>
      <Td align="end">
        <div className="flex justify-end gap-1">
          <DownloadLink spaceId={space.id} item={item} />
          {canWrite && (
            <DeleteContent organizationId={organizationId} spaceName={space.name} item={item} remove={actions.remove} />
          )}
        </div>
      </Td>
    </Tr>
  );
}

function Name({ spaceId, item }: { spaceId: string; item: ContentDto }) {
  return (
    <div className="min-w-0 lg:min-w-52">
      <p className="font-medium break-words">
        <Link data-row-link href={contentHref(spaceId, item)} className="hover:underline">
          {item.name}
        </Link>{" "}
        {item.spaceId === null && <Badge>All spaces</Badge>}
      </p>
      <p className="font-mono text-xs break-all text-muted">{item.uid}</p>
    </div>
  );
}

function DownloadLink({ spaceId, item }: { spaceId: string; item: ContentDto }) {
  const label = `Download ${item.name}`;
  return (
    <a
      href={`${contentHref(spaceId, item)}/bundle`}
      download
      aria-label={label}
      data-tooltip={label}
      className={cn(
        "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted",
        "transition-colors duration-100 hover:bg-hover hover:text-fg pointer-coarse:size-10",
      )}
    >
      <Download aria-hidden className="size-4" />
    </a>
  );
}
