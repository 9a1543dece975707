import { KeyRound } from "lucide-react";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, type ListUrl } from "@/components/lists/list-url";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import type { Result } from "@/lib/platform/result/result";
import type { TokenPage } from "@/lib/tokens/queries";
import { describeFilter } from "./describe-filter";
import { STATUS_FILTER } from "./token-filters";
import type { TokenPageContext } from "./token-page-context";
import { TokenTable } from "./token-table";
import { TokenTasks } from "./token-tasks";

interface Props {
  context: TokenPageContext;
  list: ListUrl;
  /** A promise that was started before this component renders. */
  load: Promise<Result<{ page: TokenPage }>>;
}

/** The tokens for one subject. */
export function SubjectTokens({ context, list, load }: Props) {
  return (
    <ListFilters list={list} label="API tokens" searchLabel="Search for names, descriptions" filters={[STATUS_FILTER]}>
      <TokenTasks context={context}>
        <ListResults
          list={list}
          load={load}
          noun="API tokens"
          columns={8}
          filter={describeFilter(list, [], [])}
          empty={<AllDeleted list={list} />}
        >
          {(tokens) => <TokenTable tokens={tokens} list={list} base={context.routes.base} />}
        </ListResults>
      </TokenTasks>
    </ListFilters>
  );
}

function AllDeleted({ list }: { list: ListUrl }) {
  return (
    <EmptyState
      icon={<KeyRound />}
      title="All API tokens for this subject are deleted"
      action={<ButtonLink href={hrefOf(list, { status: "revoked" })}>Show deleted API tokens</ButtonLink>}
    >
      None of them works any more. They stay here for the audit log.
    </EmptyState>
  );
}
