"use server";

import { z } from "@/lib/platform/validation/zod";
import { CONTENT_LABELS, contentHref } from "@/components/bundles/labels";
import type { PaletteEntry } from "@/components/frame/types";
import { action } from "@/lib/access/action";
import type { UserActor } from "@/lib/access/authorization/actor";
import { decide } from "@/lib/access/authorization/decide";
import { searchContent } from "@/lib/content/search";
import { listMembers } from "@/lib/members/queries";
import { listMembersSchema } from "@/lib/members/schema";
import { listSpaces } from "@/lib/spaces/queries";
import { listSpacesSchema } from "@/lib/spaces/schema";
import { searchText } from "@/lib/platform/validation/fields";
import { STATUS_LABELS } from "@/components/tokens/labels";
import { subjectHref } from "@/components/tokens/token-routes";
import { findTokenBySecret } from "@/lib/tokens/lookup";
import { readPasted } from "@/lib/tokens/pasted-token";
import { findSubjects, listTokens } from "@/lib/tokens/queries";
import { listTokensSchema } from "@/lib/tokens/schema";

const MAX_RESULTS = 6;

const find = action(z.object({ search: searchText.pipe(z.string().min(1)) }), async ({ actor, input }) => {
  const pasted = readPasted(input.search);
  if (pasted.kind !== "text")
    return { ok: true, entries: pasted.kind === "token" ? await findPasted(actor, pasted.token) : [] };
  const groups = await Promise.all([
    findTokens(actor, input.search),
    findSpaces(actor, input.search),
    findContent(actor, input.search),
    findMembers(actor, input.search),
    findCustomers(actor, input.search),
  ]);
  return { ok: true, entries: groups.flat() };
});

/** The token of a pasted secret, if the actor may see it. */
async function findPasted(actor: UserActor, secret: string): Promise<PaletteEntry[]> {
  const found = await findTokenBySecret([actor], secret);
  if (!found.ok) return [];
  const { id, name, status } = found.token;
  return [
    {
      id: `token:${id}`,
      label: name,
      href: `/admin/tokens/${id}`,
      group: "The API token of this secret",
      hint: STATUS_LABELS[status].label,
    },
  ];
}

async function findTokens(actor: UserActor, search: string): Promise<PaletteEntry[]> {
  const result = await listTokens(
    actor,
    listTokensSchema.parse({ search, sort: "name", direction: "asc", limit: MAX_RESULTS }),
  );
  if (!result.ok) return [];
  return result.page.items.map(({ id, name, space }) => ({
    id: `token:${id}`,
    label: name,
    href: `/admin/tokens/${id}`,
    group: "API tokens",
    hint: space?.name ?? "All spaces",
  }));
}

async function findSpaces(actor: UserActor, search: string): Promise<PaletteEntry[]> {
  const result = await listSpaces(actor, listSpacesSchema.parse({ search, limit: MAX_RESULTS }));
  return result.ok
    ? result.page.items.map(({ id, name }) => ({
        id: `space:${id}`,
        label: name,
        href: `/spaces/${id}`,
        group: "Spaces",
      }))
    : [];
}

async function findContent(actor: UserActor, search: string): Promise<PaletteEntry[]> {
  const result = await searchContent(actor, { search, limit: 2 * MAX_RESULTS });
  if (!result.ok) return [];
  return result.items.map(({ kind, id, name, shownInId, shownInName }) => ({
    id: `${kind}:${id}`,
    label: name,
    href: contentHref(shownInId, { kind, id }),
    group: CONTENT_LABELS[kind].title,
    hint: shownInName,
  }));
}

/** For administrators, because only they can open the members page. */
async function findMembers(actor: UserActor, search: string): Promise<PaletteEntry[]> {
  if (!decide(actor, "member.write", { organizationId: actor.organizationId, spaceId: null }).ok) return [];
  const result = await listMembers(actor, listMembersSchema.parse({ search, limit: MAX_RESULTS }));
  if (!result.ok) return [];
  return result.page.items.map(({ userId, name, email }) => ({
    id: `member:${userId}`,
    label: name,
    href: `/admin/members?q=${encodeURIComponent(email)}`,
    group: "Members",
    hint: email,
  }));
}

/** The subjects that begin with the text. */
async function findCustomers(actor: UserActor, search: string): Promise<PaletteEntry[]> {
  const result = await findSubjects(actor, { prefix: search, limit: MAX_RESULTS });
  if (!result.ok) return [];
  return result.subjects.map((subject) => ({
    id: `subject:${subject}`,
    label: subject,
    href: subjectHref(subject),
    group: "API tokens for a customer",
  }));
}

/** Searches the page's organization for the palette. Null if the search was refused. */
export async function searchAction(organizationId: string, search: string): Promise<PaletteEntry[] | null> {
  const result = await find({ organizationId, search });
  return result.ok ? result.entries : null;
}
