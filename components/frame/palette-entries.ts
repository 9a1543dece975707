import { ADMIN_PAGES } from "./admin-pages";
import { REFERENCE_PAGES } from "./reference-pages";
import type { FrameSpace, PaletteEntry } from "./types";

const ACCOUNT: PaletteEntry = { id: "page:account", label: "My account", href: "/account", group: "Pages" };
const HOME: PaletteEntry = { id: "page:home", label: "All spaces", href: "/", group: "Pages" };

/** The entries that need no server request, in display order. */
export function knownEntries(
  spaces: readonly FrameSpace[],
  canAdminister: boolean,
  commands: readonly PaletteEntry[] = [],
): PaletteEntry[] {
  const admin = canAdminister ? ADMIN_PAGES : [];
  return [
    ...commands,
    ...admin.map(({ href, label }) => ({ id: `page:${href}`, label, href, group: "Pages" })),
    HOME,
    ACCOUNT,
    ...REFERENCE_PAGES.map(({ href, label }) => ({ id: `page:${href}`, label, href, group: "Pages" })),
    ...spaces.map(({ id, name }) => ({
      id: `space:${id}`,
      label: name,
      href: `/spaces/${id}`,
      group: "Spaces",
    })),
  ];
}

/** The entries whose label or hint contains every word of the query, ignoring case. */
export function matching(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = query.toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
  return entries.filter(({ label, hint }) => {
    const text = `${label} ${hint ?? ""}`.toLocaleLowerCase("en");
    return words.every((word) => text.includes(word));
  });
}

/** Entries grouped by heading, in order of first appearance: at most `limit` of each, without duplicates. */
export function grouped(entries: readonly PaletteEntry[], limit: number): [string, PaletteEntry[]][] {
  const groups = new Map<string, PaletteEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.group) ?? [];
    const isNew = !group.some(({ id }) => id === entry.id);
    if (isNew && group.length < limit) groups.set(entry.group, [...group, entry]);
  }
  return [...groups];
}
