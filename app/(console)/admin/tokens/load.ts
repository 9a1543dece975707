import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { hrefOf, type ListUrl, readList, type SearchParams } from "@/components/lists/list-url";
import { DASHBOARD, isListedAt, subjectHref, subjectIn, type TokenRoutes } from "@/components/tokens/token-routes";
import type { TokenActions } from "@/components/tokens/actions";
import type { TokenPageContext } from "@/components/tokens/token-page-context";
import { matchesNothing, queryOf, readTokenList } from "@/components/tokens/token-list";
import { requireAdministrator } from "@/lib/access/session/session";
import type { UserActor } from "@/lib/access/authorization/actor";
import { getAdvice } from "@/lib/advice/queries";
import { listApis, listGrantableApis } from "@/lib/apis/queries";
import { listApisSchema } from "@/lib/apis/schema";
import { requestOrigin } from "@/lib/platform/http/served-origin";
import { getTokenDetails, type TokenDetails } from "@/lib/tokens/details";
import { getTokenFormOptions } from "@/lib/tokens/token-form-options";
import { fail, type Result } from "@/lib/platform/result/result";
import { listTokenCreators } from "@/lib/tokens/creators";
import { countSubjectTokens, listTokens, summarizeTokens, type TokenPage } from "@/lib/tokens/queries";
import { listTokensSchema } from "@/lib/tokens/schema";
import { getSubjectLimits } from "@/lib/tokens/subject-limits";
import { readUsage } from "@/lib/usage/queries";
import { readUsagePeriod, USE_PARAMETER } from "@/components/usage/period";
import { orNotFound } from "../../or-not-found";
import { rangeOf } from "../../usage-range";
import { requireSpace } from "../../spaces/[spaceId]/require-space";
import {
  countIssuedTokensAction,
  editTokenAction,
  inspectTokenAction,
  issueTokenAction,
  revokeIssuedAction,
  revokeTokenAction,
  rotateTokenAction,
  searchApisAction,
  setGrantsAction,
  setIssuesAction,
  setLimitsAction,
  setVerifiesAction,
  setPermissionsAction,
} from "./actions";

const ACTIONS: TokenActions = {
  issue: issueTokenAction,
  edit: editTokenAction,
  setPermissions: setPermissionsAction,
  setGrants: setGrantsAction,
  setIssues: setIssuesAction,
  setVerifies: setVerifiesAction,
  setLimits: setLimitsAction,
  countIssued: countIssuedTokensAction,
  revokeIssued: revokeIssuedAction,
  rotate: rotateTokenAction,
  revoke: revokeTokenAction,
  searchApis: searchApisAction,
  inspect: inspectTokenAction,
};

interface Allowed {
  actor: UserActor;
  context: TokenPageContext;
}

/**
 * Authorizes before anything of the page is sent. Responds 404 if the actor may not list tokens here. The dashboard
 * uses the current organization; a space determines its own.
 */
async function enter(routes: TokenRoutes, path: string): Promise<Allowed> {
  const { actor, options } = await (routes.spaceId === null
    ? enterOrganization(path)
    : enterSpace(path, routes.spaceId));
  const origin = requestOrigin(await headers()) ?? "";
  return { actor, context: { routes, options, apis: [], apiTotal: 0, hasApis: false, actions: ACTIONS, origin } };
}

async function enterOrganization(path: string) {
  const actor = await requireAdministrator(path);
  const found = await getTokenFormOptions(actor, null);
  return found.ok ? { actor, options: found.options } : notFound();
}

async function enterSpace(path: string, spaceId: string) {
  const { actor } = await requireSpace(spaceId, path);
  const found = await getTokenFormOptions(actor, spaceId);
  return found.ok ? { actor, options: found.options } : notFound();
}

/** For the list. The queries are running; await them inside a Suspense boundary. */
export async function loadList(routes: TokenRoutes, params: SearchParams) {
  const list = readTokenList(routes, params);
  const { actor, context } = await enter(routes, hrefOf(list));
  const asked = listTokensSchema.safeParse(queryOf(routes, list));
  const load = asked.success ? listTokens(actor, asked.data) : Promise.resolve(withoutTokens(list));
  const summary = summarizeTokens(actor, routes.spaceAccess);
  const creators = listTokenCreators(actor, routes.spaceAccess);
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  summary.catch(() => undefined);
  const [known, found, alsoReaching] = await Promise.all([
    creators,
    routes.spaceId === null ? listApis(actor, listApisSchema.parse({ limit: 100 })) : null,
    routes.spaceId === null ? null : summarizeTokens(actor, "organization"),
  ]);
  const apis = found?.ok ? found.page.items.map(({ identifier, name }) => ({ identifier, name })) : [];
  const apiTotal = found?.ok ? found.page.total : 0;
  return {
    context: { ...context, apiTotal, hasApis: apiTotal > 0 },
    list,
    load,
    summary,
    organizationWide: alsoReaching?.ok ? alsoReaching : null,
    creators: known.ok ? known : { creators: [], isCut: false },
    apis: routes.spaceAccess === undefined ? apis : [],
  };
}

const NO_TOKENS: TokenPage = { items: [], cursors: [], total: 0, nextCursor: null, previousCursor: null };

/** The answer to a URL that cannot be asked for. */
function withoutTokens(list: ListUrl): Result<{ page: TokenPage }> {
  return matchesNothing(list) ? { ok: true, page: NO_TOKENS } : fail("not_found");
}

/** For the page of a subject. Responds 404 if the organization has no token for it. */
export async function loadSubject(segment: string, params: SearchParams) {
  const list = readList(`/admin/subjects/${segment}`, params, ["q", "status", "sort", USE_PARAMETER]);
  const { actor, context } = await enter(DASHBOARD, hrefOf(list));
  const subject = subjectIn(segment);
  if (subject === undefined) notFound();
  const period = readUsagePeriod(params);
  const [counted, shared, used] = await Promise.all([
    countSubjectTokens(actor, { subject }),
    getSubjectLimits(actor, { subject }),
    readUsage(actor, { kind: "subject", key: subject }, rangeOf(period)),
  ]);
  const { series } = orNotFound(used);
  const { ok: _ok, ...tokens } = orNotFound(counted);
  const { ok: _found, ...limits } = orNotFound(shared);
  const load = listTokens(actor, listTokensSchema.parse({ ...queryOf(DASHBOARD, list), subject }));
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  return { context, list: { ...list, base: subjectHref(subject) }, load, subject, tokens, limits, period, series };
}

/** As `enter`, with the organization's APIs on the pages of the organization. */
async function enterWithApis(routes: TokenRoutes, path: string): Promise<Allowed> {
  const { actor, context } = await enter(routes, path);
  if (routes.spaceId !== null) return { actor, context };
  const [offered, registered] = await Promise.all([
    listGrantableApis(actor),
    listApis(actor, listApisSchema.parse({ limit: 1 })),
  ]);
  if (!offered.ok || !registered.ok) return { actor, context };
  const { apis, total } = offered;
  return { actor, context: { ...context, apis, apiTotal: total, hasApis: registered.page.total > 0 } };
}

/** For the form. */
export async function loadForm(routes: TokenRoutes): Promise<TokenPageContext> {
  return (await enterWithApis(routes, `${routes.base}/new`)).context;
}

/** For one token. Responds 404 on pages whose list does not contain it. */
export const loadToken = cache(async (routes: TokenRoutes, tokenId: string) => {
  const { actor, context } = await enterWithApis(routes, `${routes.base}/${encodeURIComponent(tokenId)}`);
  const found = await getTokenDetails(actor, tokenId);
  if (!found.ok || !isListedAt(routes, found.token.space?.id ?? null)) notFound();
  const { advice } = orNotFound(await getAdvice(actor, found.token.id));
  return { actor, context, details: found, advice };
});

/** The title of a token's page. */
export function tokenTitle({ details }: { details: TokenDetails }): string {
  return `${details.token.name} · API tokens`;
}
