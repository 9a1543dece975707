import Link from "next/link";
import { liveText } from "@/components/tokens/labels";
import { holdersHref } from "@/components/tokens/token-routes";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ApiDto, ScopeDto } from "@/lib/apis/dto";
import type { ScopeCount } from "@/lib/tokens/scope-holders";
import type { ApiActions } from "./actions";
import { ScopeMenu } from "./scope-menu";

interface Props {
  organizationId: string;
  api: ApiDto;
  /** Those to show. */
  scopes: readonly ScopeDto[];
  /** The live tokens of each scope. */
  counts: readonly ScopeCount[];
  actions: ApiActions;
}

/** The scopes of an API, with their actions. */
export function ScopesTable({ organizationId, api, scopes, counts, actions }: Props) {
  const head = (
    <>
      <Th>Scope</Th>
      <Th>Description</Th>
      <Th align="end">Live API tokens</Th>
      <Th align="end">Action</Th>
    </>
  );
  const countOf = new Map(counts.map((count) => [count.scope, count]));
  return (
    <Table label="Scopes" head={head}>
      {scopes.map((scope) => (
        <Tr key={scope.name}>
          <Td>
            <span className="font-mono break-all">{scope.name}</span>
          </Td>
          <Td label="Description">
            {scope.description ? (
              <span className="break-words">{scope.description}</span>
            ) : (
              <span className="text-muted">None</span>
            )}
          </Td>
          <Td label="Live API tokens" align="end">
            <Holders api={api} scope={scope.name} count={countOf.get(scope.name)} />
          </Td>
          <Td align="end" corner>
            <ScopeMenu organizationId={organizationId} api={api} scope={scope} actions={actions} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

/** How many tokens have a scope, with a link to them. */
function Holders({ api, scope, count }: { api: ApiDto; scope: string; count: ScopeCount | undefined }) {
  if (!count || (count.live === 0 && count.isExact)) return <span className="text-muted">None</span>;
  return (
    <Link
      href={holdersHref(api.identifier, scope)}
      prefetch={false}
      className="text-accent-text tabular-nums hover:underline"
    >
      {liveText(count)}
      <span className="sr-only"> with {scope}</span>
    </Link>
  );
}
