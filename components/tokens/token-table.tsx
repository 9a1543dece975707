import Link from "next/link";
import { type ListUrl, sortHref } from "@/components/lists/list-url";
import { SortHeader } from "@/components/ui/sort-header";
import { Badge } from "@/components/ui/badge";
import { By } from "@/components/ui/by";
import { ListTime } from "@/components/ui/list-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { TokenDto } from "@/lib/tokens/dto";
import type { TokenSort } from "@/lib/tokens/limits";
import { countOf, permissionNames, spaceAccessName, STATUS_LABELS } from "./labels";
import { ListedTokens } from "./listed-tokens";
import { RowTaskIcons, RowTasks } from "./row-tasks";
import { FIRST_DIRECTION, tokenOrder } from "./token-list";

export interface TokenTableProps {
  tokens: readonly TokenDto[];
  list: ListUrl;
  /** The path above the tokens' pages. */
  base: string;
}

function SortBy({ sort, label, list }: { sort: TokenSort; label: string; list: ListUrl }) {
  const order = tokenOrder(list);
  return (
    <SortHeader
      label={label}
      href={sortHref(list, sort, order, FIRST_DIRECTION[sort])}
      direction={order.sort === sort ? order.direction : undefined}
    />
  );
}

/** The tokens, one a row. */
export function TokenTable({ tokens, list, base }: TokenTableProps) {
  const head = (
    <>
      <SortBy sort="name" label="Name" list={list} />
      <Th>Space access</Th>
      <Th>Permissions</Th>
      <SortBy sort="created" label="Created" list={list} />
      <SortBy sort="expires" label="Expires" list={list} />
      <SortBy sort="lastUsed" label="Last used" list={list} />
      <Th>Status</Th>
      <Th align="end">Action</Th>
    </>
  );
  return (
    <ListedTokens tokens={tokens}>
      <RowTaskIcons />
      <Table label="API tokens" head={head} className="pinned-edges [--cell-gap:0.5rem] md:max-xl:overflow-x-auto">
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} base={base} />
        ))}
      </Table>
    </ListedTokens>
  );
}

/** A token that was rotated, while an old secret works. */
function InGrace({ until }: { until: string }) {
  return (
    <p className="mt-1 text-xs text-caution-text">
      Old secret ends <ListTime at={until} format="until" />
    </p>
  );
}

/** "2 API scopes", with the APIs as a title. */
function ScopeCount({ token: { grants } }: { token: TokenDto }) {
  if (grants.length === 0) return null;
  const count = grants.reduce((sum, { scopes }) => sum + scopes.length, 0);
  return (
    <p className="text-muted" title={grants.map(({ api }) => api).join(", ")}>
      {countOf(count, "API scope")}
    </p>
  );
}

const isLive = ({ status }: TokenDto): boolean => status === "live" || status === "expiring";

function TokenRow({ token, base }: { token: TokenDto; base: string }) {
  const { label, tone } = STATUS_LABELS[token.status];
  return (
    <Tr data-token={token.id}>
      <Td className="md:w-full md:min-w-40 wrap-anywhere">
        <Link data-row-link href={`${base}/${token.id}`} prefetch={false} className="font-medium">
          {token.name}
        </Link>
        <div className="font-mono text-xs text-muted">{token.hint}</div>
        {token.subject !== null && (
          <div className="text-xs text-muted">
            For <span className="font-mono">{token.subject}</span>
          </div>
        )}
      </Td>
      <Td label="Space access">
        <div className="max-w-28 truncate max-md:max-w-none" title={spaceAccessName(token)}>
          {spaceAccessName(token)}
        </div>
      </Td>
      <Td label="Permissions" className="md:min-w-24">
        {(token.permissions.length > 0 || token.grants.length === 0) && <p>{permissionNames(token.permissions)}</p>}
        <ScopeCount token={token} />
      </Td>
      <Td label="Created">
        <ListTime at={token.createdAt} />
        <By name={token.createdBy} />
        {token.creatorLeft && <Badge tone="caution">Creator has left</Badge>}
      </Td>
      <Td label="Expires">
        {token.revokedAt ? (
          <>
            Deleted <ListTime at={token.revokedAt} />
          </>
        ) : (
          <ListTime at={token.expiresAt} format="until" />
        )}
      </Td>
      <Td label="Last used">
        <ListTime at={token.lastUsed?.at} format="days" since={isLive(token) ? token.createdAt : undefined} />
      </Td>
      <Td label="Status">
        <StatusBadge tone={tone} label={label} />
        {token.oldSecretUntil && token.status !== "revoked" && <InGrace until={token.oldSecretUntil} />}
      </Td>
      <Td align="end" label="Action">
        {token.status !== "revoked" && <RowTasks name={token.name} />}
      </Td>
    </Tr>
  );
}
