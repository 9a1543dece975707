import Link from "next/link";
import { type ListUrl, type Order, sortHref } from "@/components/lists/list-url";
import { SortHeader } from "@/components/ui/sort-header";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AssetDto } from "@/lib/assets/dto";
import { Platform } from "./platform";
import { Score } from "./score";

interface Props {
  assets: readonly AssetDto[];
  list: ListUrl;
  order: Order;
}

/** The scanned assets, sorted and filtered to find those that need attention. */
export function AssetTable({ assets, list, order }: Props) {
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
      <Th>Platform</Th>
      {column("Score", "score")}
      {column("Last seen", "lastSeen")}
    </>
  );
  return (
    <Table label="Assets" head={head}>
      {assets.map((asset) => (
        <AssetRow key={asset.id} asset={asset} />
      ))}
    </Table>
  );
}

function AssetRow({ asset }: { asset: AssetDto }) {
  const { id, spaceId, name, mrn, score, error, lastSeenAt } = asset;
  return (
    <Tr>
      <Td>
        <div className="min-w-0">
          <Link
            data-row-link
            href={`/spaces/${spaceId}/assets/${id}`}
            className="font-medium break-words hover:underline"
          >
            {name}
          </Link>
          <p title={mrn} className="line-clamp-1 font-mono text-xs break-all text-muted">
            {mrn}
          </p>
        </div>
      </Td>
      <Td label="Platform">
        <Platform {...asset} />
      </Td>
      <Td label="Score">
        {error !== null && score === null ? (
          <StatusBadge tone="critical" label="Scan failed" />
        ) : (
          <Score score={score} />
        )}
      </Td>
      <Td label="Last seen">
        <Time at={lastSeenAt} />
      </Td>
    </Tr>
  );
}
