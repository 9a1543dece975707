"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { formOf, textOf } from "@/components/forms/form-state";
import { hrefOf, LIST_FIELD, pastedSecret } from "@/components/lists/list-url";
import { action, everywhereAction } from "@/lib/access/action";
import { currentSession } from "@/lib/access/session/session";
import { safeNextPath } from "@/lib/access/session/return-path";
import { failureText } from "@/lib/platform/result/failure-text";
import { z } from "@/lib/platform/validation/zod";
import { findTokenBySecret, type FoundSecret } from "@/lib/tokens/lookup";
import { revokeToken } from "@/lib/tokens/revoking";
import { revokeTokenSchema } from "@/lib/tokens/schema";
import type { PastedTokenState } from "./state";

const MAX_LENGTH = 10_000;

const lookUp = everywhereAction(z.object({ secret: z.string().max(MAX_LENGTH) }), async ({ actors, input }) => {
  const found = await findTokenBySecret(actors, input.secret);
  if (!found.ok) return found;
  return { ...found, href: await hrefOfToken(found) };
});

const revoke = action(revokeTokenSchema, ({ actor, input }) => revokeToken(actor, input));

/** The dashboard shows the session's own organization. A space has pages of its own, whatever its organization. */
async function hrefOfToken({ token, organization }: FoundSecret): Promise<string | null> {
  const session = await currentSession();
  if (organization.id === session?.organizationId) return `/admin/tokens/${token.id}`;
  return token.space && `/spaces/${token.space.id}/settings/tokens/${token.id}`;
}

/**
 * The search form of a list, sent by POST. An ordinary text becomes part of the list's URL. A token is looked up by its
 * digest and appears in no URL. Also revokes the token that was found, with the field `revoke`. Without bound
 * arguments: React cannot render the answer of an action with any, for each attempt to render would bind them again.
 */
export async function searchListAction(before: PastedTokenState, given: FormData): Promise<PastedTokenState> {
  const values = formOf(given);
  if (values.has("revoke")) return revokeFound(before, values);
  const secret = pastedSecret(values);
  if (secret === null) redirect(searchHref(values));
  if (secret.pasted.kind === "part") return { kind: "part" };
  const result = await lookUp({ secret: secret.pasted.token });
  if (result.ok) {
    const { organization, token, endsAt, href } = result;
    return { kind: "found", organization, token, endsAt, href };
  }
  return result.reason === "not_found" ? { kind: "unknown" } : { kind: "failed", message: failureText(result) };
}

/** The URL of the list in the field `base` with the other fields as its parameters. */
function searchHref(values: FormData): string {
  const names = [...values.keys()].filter((name) => name !== LIST_FIELD && !name.startsWith("$"));
  const params = Object.fromEntries(names.map((name) => [name, textOf(values, name).trim()]));
  return safeNextPath(hrefOf({ base: textOf(values, LIST_FIELD), names, params }));
}

async function revokeFound(before: PastedTokenState, values: FormData): Promise<PastedTokenState> {
  const result = await revoke({ organizationId: textOf(values, "organizationId"), tokenId: textOf(values, "revoke") });
  if (!result.ok) {
    const problem = failureText(result);
    return before.kind === "found" ? { ...before, problem } : { kind: "failed", message: problem };
  }
  refresh();
  return { kind: "revoked", name: result.token.name, alsoRevoked: result.alsoRevoked };
}
