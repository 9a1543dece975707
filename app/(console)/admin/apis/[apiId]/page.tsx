import { ListChecks } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { AddScopesButton } from "@/components/apis/add-scopes-button";
import { ApiFacts } from "@/components/apis/api-facts";
import { DeleteApiSection } from "@/components/apis/delete-api-section";
import { EditApiButton } from "@/components/apis/edit-api-button";
import { Quickstart, QUICKSTART_TAB } from "@/components/apis/quickstart";
import { ScopesTable } from "@/components/apis/scopes-table";
import { Page } from "@/components/frame/page";
import { ListFilters } from "@/components/lists/list-filters";
import { hrefOf, type ListUrl, readList, type SearchParams, searchOf } from "@/components/lists/list-url";
import { EmptyState } from "@/components/ui/empty-state";
import { NothingFound } from "@/components/ui/nothing-found";
import { Section } from "@/components/ui/section";
import { readUsagePeriod, USE_PARAMETER } from "@/components/usage/period";
import { UsageSection } from "@/components/usage/usage-section";
import { requireAdministrator } from "@/lib/access/session/session";
import type { ApiDto, ScopeDto } from "@/lib/apis/dto";
import { getApi } from "@/lib/apis/queries";
import { env } from "@/lib/platform/env";
import { requestOrigin } from "@/lib/platform/http/served-origin";
import { countScopeHolders, findScopeHolders, type ScopeCount } from "@/lib/tokens/scope-holders";
import { readUsage } from "@/lib/usage/queries";
import { crumbs } from "../../../crumbs";
import { orNotFound } from "../../../or-not-found";
import { rangeOf } from "../../../usage-range";
import {
  deleteApiAction,
  findScopeHoldersAction,
  inspectApiAction,
  setScopesAction,
  updateApiAction,
} from "../actions";

interface Props {
  params: Promise<{ apiId: string }>;
  searchParams: Promise<SearchParams>;
}

const ACTIONS = {
  update: updateApiAction,
  setScopes: setScopesAction,
  remove: deleteApiAction,
  inspect: inspectApiAction,
  findHolders: findScopeHoldersAction,
};

const load = cache(async (apiId: string) => {
  const actor = await requireAdministrator(`/admin/apis/${apiId}`);
  return { actor, api: orNotFound(await getApi(actor, apiId)).api };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).apiId)).api.name };
}

export default async function ApiPage({ params, searchParams }: Props) {
  const { actor, api } = await load((await params).apiId);
  const of = { organizationId: actor.organizationId, api };
  const given = await searchParams;
  const list = readList(`/admin/apis/${api.id}`, given, ["q", QUICKSTART_TAB, USE_PARAMETER]);
  const period = readUsagePeriod(given);
  const named = { apiId: api.id };
  const [holders, counts, used] = await Promise.all([
    findScopeHolders(actor, named),
    countScopeHolders(actor, named),
    readUsage(actor, { kind: "api", key: api.id }, rangeOf(period)),
  ]);
  const origin = requestOrigin(await headers());
  const scope = api.scopes[0]?.name;
  const add = <AddScopesButton {...of} actions={ACTIONS} />;
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "APIs", href: "/admin/apis" }, { label: api.name })}
      title={api.name}
      action={<EditApiButton {...of} actions={ACTIONS} />}
    >
      <div className="grid grid-cols-1 gap-12">
        <ApiFacts api={api} tokenPrefix={env().TOKEN_PREFIX} tokens={orNotFound(holders)} />
        <Section title="Scopes" description={describe(api)} action={api.scopes.length > 0 && add}>
          {api.scopes.length === 0 ? (
            <NoScopes action={add} />
          ) : (
            <Scopes {...of} list={list} counts={orNotFound(counts).scopes} />
          )}
        </Section>
        <UsageSection
          series={orNotFound(used).series}
          period={period}
          hrefOf={(one) => hrefOf(list, { [USE_PARAMETER]: one })}
        />
        {origin !== null && scope !== undefined && (
          <Quickstart
            list={list}
            parameters={{ origin, organization: actor.organizationId, api: api.identifier, scope }}
          />
        )}
        <DeleteApiSection {...of} remove={deleteApiAction} findHolders={findScopeHoldersAction} />
      </div>
    </Page>
  );
}

interface ScopesProps {
  list: ListUrl;
  organizationId: string;
  api: ApiDto;
  counts: readonly ScopeCount[];
}

function Scopes({ list, ...of }: ScopesProps) {
  const search = searchOf(list);
  const scopes = matching(of.api.scopes, search);
  return (
    <ListFilters
      list={list}
      label="Scopes"
      searchLabel="Search for names, descriptions"
      hidden={[QUICKSTART_TAB, USE_PARAMETER]}
    >
      <p role="status" className="sr-only">
        {search && `${scopes.length.toLocaleString("en")} scopes found`}
      </p>
      {scopes.length === 0 ? (
        <NothingFound noun="scopes" filter={`“${search}”`} clearHref={hrefOf(list, { q: undefined })} />
      ) : (
        <ScopesTable {...of} scopes={scopes} actions={ACTIONS} />
      )}
    </ListFilters>
  );
}

/** The scopes whose name or description contains the text, ignoring case. */
function matching(scopes: readonly ScopeDto[], search: string): readonly ScopeDto[] {
  const text = search.toLowerCase();
  return scopes.filter(({ name, description }) => `${name}\n${description}`.toLowerCase().includes(text));
}

function describe({ scopes }: ApiDto): string {
  const count = scopes.length;
  return count === 0
    ? "What tokens may do at this API."
    : `What tokens may do at this API. ${count.toLocaleString("en")} ${count === 1 ? "scope" : "scopes"}.`;
}

function NoScopes({ action }: { action: ReactNode }) {
  return (
    <EmptyState icon={<ListChecks />} title="No scopes yet" action={action}>
      A token gets access to this API by its scopes, such as “invoices:read”.
    </EmptyState>
  );
}
