import { KeyRound } from "lucide-react";
import Link from "next/link";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, type ListUrl } from "@/components/lists/list-url";
import { RemoveFilter } from "@/components/lists/remove-filter";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import type { Result } from "@/lib/platform/result/result";
import type { TokenCreators } from "@/lib/tokens/creators";
import type { TokenPage } from "@/lib/tokens/queries";
import { CreateTokenLink } from "./create-token-link";
import { describeFilter } from "./describe-filter";
import { hasNoSubject, tokenFilter } from "./token-list";
import type { TokenPageContext } from "./token-page-context";
import { subjectHref } from "./token-routes";
import { type ApiChoice, tokenFilters } from "./token-filters";
import { TokenTable } from "./token-table";
import { TokenTasks } from "./token-tasks";

export interface TokenIndexProps {
  context: TokenPageContext;
  list: ListUrl;
  /** The people who created tokens here, for the filter. */
  creators: TokenCreators;
  /** The organization's APIs, for the filter. */
  apis: readonly ApiChoice[];
  /** A promise that was started before this component renders. */
  load: Promise<Result<{ page: TokenPage }>>;
}

/** Filters and list. The page has already authorized, so the list may still be loading. */
export function TokenIndex({ context, list, creators, apis, load }: TokenIndexProps) {
  const { routes, options } = context;
  const { api, scope, subject, unusedDays } = tokenFilter(list);
  const hasMoreApis = context.apiTotal > apis.length && apis.length > 0;
  return (
    <ListFilters
      list={list}
      label="API tokens"
      searchLabel="Search for names, descriptions"
      filters={tokenFilters({
        spaces: routes.spaceAccess === undefined ? options.spaces : null,
        creators,
        apis: hasMoreApis ? [] : apis,
        api,
        unusedDays,
      })}
      hidden={["sort", "scope"]}
      controls={
        <>
          {hasMoreApis && <ApiInput apis={apis} api={api} />}
          {(apis.length > 0 || subject) && <SubjectInput subject={subject} />}
        </>
      }
    >
      {(scope || subject) && <ActiveFilters list={list} scope={scope} subject={subject} />}
      <TokenTasks context={context}>
        <ListResults
          list={list}
          load={load}
          noun="API tokens"
          columns={8}
          filter={describeFilter(list, options.spaces, creators.creators, apis)}
          empty={<Empty base={routes.base} />}
        >
          {(tokens) => <TokenTable tokens={tokens} list={list} base={routes.base} />}
        </ListResults>
      </TokenTasks>
    </ListFilters>
  );
}

const TYPED = {
  mono: true,
  autoComplete: "off",
  autoCapitalize: "none",
  spellCheck: false,
  className: "min-w-36 max-sm:flex-1 sm:max-w-48",
} as const;

/** The API's identifier, where a select would not show all APIs. The first ones are proposed. */
function ApiInput({ apis, api }: { apis: readonly ApiChoice[]; api: string | undefined }) {
  return (
    <>
      <Input {...TYPED} name="api" aria-label="API" placeholder="API’s identifier" list="apis" defaultValue={api} />
      <datalist id="apis">
        {apis.map(({ identifier, name }) => (
          <option key={identifier} value={identifier} label={name} />
        ))}
      </datalist>
    </>
  );
}

function SubjectInput({ subject }: { subject: string | undefined }) {
  return <Input {...TYPED} name="subject" aria-label="Subject" placeholder="Subject" defaultValue={subject} />;
}

interface ActiveFiltersProps {
  list: ListUrl;
  scope: string | undefined;
  subject: string | undefined;
}

/** The scope and the subject that the list is narrowed to, and the way to the subject's page. */
function ActiveFilters({ list, scope, subject }: ActiveFiltersProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
      {scope && (
        <RemoveFilter href={hrefOf(list, { scope: undefined })}>
          Only with <span className="font-mono">{scope}</span>
        </RemoveFilter>
      )}
      {subject && (
        <RemoveFilter href={hrefOf(list, { subject: undefined })}>
          Only for <span className="font-mono">{subject}</span>
        </RemoveFilter>
      )}
      {subject && !hasNoSubject(list) && (
        <Link href={subjectHref(subject)} prefetch={false} className="text-accent-text hover:underline">
          Show all about this subject
        </Link>
      )}
    </div>
  );
}

function Empty({ base }: { base: string }) {
  return (
    <EmptyState icon={<KeyRound />} title="No API tokens yet" action={<CreateTokenLink base={base} />}>
      API tokens let programs call the API without a password, with the permissions and the expiration that you choose.
    </EmptyState>
  );
}
