import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { hrefOf, type SearchParams } from "@/components/lists/list-url";
import { isShownAt, type TokenPlace } from "@/components/tokens/place";
import type { TokenActions } from "@/components/tokens/actions";
import type { TokenSetting } from "@/components/tokens/setting";
import { queryOf, readTokenList } from "@/components/tokens/token-list";
import { ownOrigin } from "@/lib/platform/http/same-origin";
import { requireAdministrator } from "@/lib/access/session/session";
import type { UserActor } from "@/lib/access/authorization/actor";
import { publicOrigin } from "@/lib/platform/http/served-origin";
import { getTokenDetails } from "@/lib/tokens/details";
import { getTokenFacts } from "@/lib/tokens/facts";
import { fail } from "@/lib/platform/result/result";
import { listTokens, summarizeTokens } from "@/lib/tokens/queries";
import { listTokensSchema } from "@/lib/tokens/schema";
import { requireSpace } from "../../spaces/[spaceId]/require-space";
import {
  editTokenAction,
  inspectTokenAction,
  issueTokenAction,
  revokeTokenAction,
  rotateTokenAction,
  setPermissionsAction,
} from "./actions";

const ACTIONS: TokenActions = {
  issue: issueTokenAction,
  edit: editTokenAction,
  setPermissions: setPermissionsAction,
  rotate: rotateTokenAction,
  revoke: revokeTokenAction,
  inspect: inspectTokenAction,
};

interface Allowed {
  actor: UserActor;
  setting: TokenSetting;
}

/**
 * Authorizes, before anything of the page is sent: to whoever may not see tokens here, the page does not exist. The
 * dashboard is about the organization that the console shows; a space names its own.
 */
async function enter(place: TokenPlace, path: string): Promise<Allowed> {
  const { actor, facts } = await (place.spaceId === null ? enterOrganization(path) : enterSpace(path, place.spaceId));
  const origin = ownOrigin(await headers(), publicOrigin()) ?? "";
  return { actor, setting: { place, facts, actions: ACTIONS, origin } };
}

async function enterOrganization(path: string) {
  const actor = await requireAdministrator(path);
  const found = await getTokenFacts(actor, null);
  return found.ok ? { actor, facts: found.facts } : notFound();
}

async function enterSpace(path: string, spaceId: string) {
  const { actor } = await requireSpace(spaceId, path);
  const found = await getTokenFacts(actor, spaceId);
  return found.ok ? { actor, facts: found.facts } : notFound();
}

/** For the list: its queries are under way, and may be waited for inside a Suspense boundary. */
export async function loadList(place: TokenPlace, params: SearchParams) {
  const list = readTokenList(place, params);
  const { actor, setting } = await enter(place, hrefOf(list));
  const asked = listTokensSchema.safeParse(queryOf(place, list));
  const load = asked.success ? listTokens(actor, asked.data) : Promise.resolve(fail("not_found"));
  const summary = summarizeTokens(actor, place.scope);
  // Awaited where they are rendered; until then a failure is nobody's unhandled rejection.
  load.catch(() => undefined);
  summary.catch(() => undefined);
  return { setting, list, load, summary };
}

/** For the form. */
export async function loadForm(place: TokenPlace): Promise<TokenSetting> {
  return (await enter(place, `${place.base}/new`)).setting;
}

/** For one token: it exists where it is shown, and nowhere else. */
export async function loadToken(place: TokenPlace, tokenId: string) {
  const { actor, setting } = await enter(place, `${place.base}/${encodeURIComponent(tokenId)}`);
  const found = await getTokenDetails(actor, tokenId);
  if (!found.ok || !isShownAt(place, found.token.space?.id ?? null)) notFound();
  return { setting, details: found };
}
