import { KeyRound } from "lucide-react";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import type { ListUrl } from "@/components/lists/list-url";
import { EmptyState } from "@/components/ui/empty-state";
import type { Result } from "@/lib/platform/result/result";
import type { TokenCreator } from "@/lib/tokens/creators";
import type { TokenPage } from "@/lib/tokens/queries";
import { CreateTokenLink } from "./create-token-link";
import { describeFilter } from "./describe-filter";
import type { TokenPageContext } from "./token-page-context";
import { type ApiChoice, tokenFilters } from "./token-filters";
import { TokenTable } from "./token-table";
import { TokenTasks } from "./token-tasks";

export interface TokenIndexProps {
  context: TokenPageContext;
  list: ListUrl;
  /** The people who created tokens here, for the filter. */
  creators: readonly TokenCreator[];
  /** The organization's APIs, for the filter. */
  apis: readonly ApiChoice[];
  /** A promise that was started before this component renders. */
  load: Promise<Result<{ page: TokenPage }>>;
}

/** Filters and list. The page has already authorized, so the list may still be loading. */
export function TokenIndex({ context, list, creators, apis, load }: TokenIndexProps) {
  const { routes, options } = context;
  return (
    <ListFilters
      list={list}
      label="API tokens"
      searchLabel="Search for names, descriptions"
      filters={tokenFilters(routes.spaceAccess === undefined ? options.spaces : null, creators, apis)}
    >
      <TokenTasks context={context}>
        <ListResults
          list={list}
          load={load}
          noun="API tokens"
          columns={8}
          filter={describeFilter(list, options.spaces, creators, apis)}
          empty={<Empty base={routes.base} />}
        >
          {(tokens) => <TokenTable tokens={tokens} list={list} />}
        </ListResults>
      </TokenTasks>
    </ListFilters>
  );
}

function Empty({ base }: { base: string }) {
  return (
    <EmptyState icon={<KeyRound />} title="No API tokens yet" action={<CreateTokenLink base={base} />}>
      API tokens let programs call the API without a password, with the permissions and the expiration that you choose.
    </EmptyState>
  );
}
