import { isScalar } from "yaml";
import { BundleEntry, cutTo, storable, type EntryPosition } from "./entry";
import { MAX_DESCRIPTION, MAX_ENTRIES, MAX_LINE, MAX_TAGS_LENGTH, VERSION } from "./limits";
import { definedUid, readUsedQuery, type Bundle } from "./query";
import type { Author, ContentSummary, PolicySummary, QueryPackSummary, QueryUse, Tag } from "./types";

const LINE = { max: MAX_LINE };

/** Counts queries: each uid once, and each query without a uid. */
class Tally {
  readonly #uids = new Set<string>();
  #nameless = 0;

  /** Whether it was counted: false for a uid that was there already. */
  add(uid: string | null): boolean {
    const before = this.count;
    if (uid === null) this.#nameless += 1;
    else this.#uids.add(uid);
    return this.count > before;
  }

  get count(): number {
    return this.#uids.size + this.#nameless;
  }
}

/** An entry of `policies`. */
export function readPolicy(bundle: Bundle, spot: EntryPosition): PolicySummary | null {
  const entry = BundleEntry.at(bundle, spot, "A policy");
  if (!entry) return null;
  const head = readHead(bundle, entry, "policy");
  const groups = entry.list("groups").flatMap((group) => BundleEntry.at(bundle, group, "A group") ?? []);
  const checks = readUses(bundle, groups, "check");
  const queries = readUses(bundle, groups, "query");
  const uses = [...checks.uses, ...queries.uses];
  return head && { ...head, checks: checks.count, queries: queries.count, uses, groups: groups.length };
}

/** An entry of `packs`. Its queries are in groups or, in older bundles, directly below it. */
export function readQueryPack(bundle: Bundle, spot: EntryPosition): QueryPackSummary | null {
  const entry = BundleEntry.at(bundle, spot, "A query pack");
  if (!entry) return null;
  const head = readHead(bundle, entry, "query pack");
  const groups = entry.list("groups").flatMap((group) => BundleEntry.at(bundle, group, "A group") ?? []);
  const { uses, count } = readUses(bundle, [entry, ...groups], "query");
  return head && { ...head, queries: count, uses };
}

const LISTS = { check: "checks", query: "queries" } as const;

/** The checks or queries of groups, each once unless it has no uid. */
function readUses(
  bundle: Bundle,
  groups: readonly BundleEntry[],
  purpose: QueryUse["purpose"],
): { uses: QueryUse[]; count: number } {
  const tally = new Tally();
  const uses: QueryUse[] = [];
  for (const group of groups) {
    const title = group.find("checks") || group.find("queries") ? groupTitle(group) : null;
    for (const spot of group.list(LISTS[purpose])) {
      const used = readUsedQuery(bundle, spot);
      if (!used) continue;
      const { counted, ...use } = used;
      if (tally.add(counted)) uses.push({ purpose, group: title, ...use });
    }
  }
  return { uses, count: tally.count };
}

/** The title of a group; null if it has none. A policy or query pack has a name and no title. */
function groupTitle(group: BundleEntry): string | null {
  const title = group.find("title")?.node;
  return isScalar(title) && typeof title.value === "string" ? cutTo(storable(title.value), MAX_LINE) : null;
}

function readHead(
  bundle: Bundle,
  entry: BundleEntry,
  kind: "policy" | "query pack",
): Omit<ContentSummary, "queries" | "uses"> | null {
  const uid = definedUid(bundle, entry, kind);
  const rest = {
    version: readVersion(bundle, entry, kind),
    license: entry.text("license", LINE),
    tags: readTags(entry),
    authors: readAuthors(bundle, entry),
    description: entry.map("docs")?.text("desc", { max: MAX_DESCRIPTION, cut: true }) ?? null,
    line: bundle.findings.line(entry.place.offset),
  };
  const name = entry.text("name", LINE);
  return uid === null ? null : { uid, name: name?.trim() || uid, ...rest };
}

function readVersion({ findings }: Bundle, entry: BundleEntry, kind: string): string | null {
  const spot = entry.find("version");
  if (!spot) findings.warn("missing_version", `This ${kind} has no version.`, entry.place);
  const version = entry.text("version", LINE);
  if (!spot || version === null || VERSION.test(version)) return version;
  return entry.fail("bad_version", "A version reads like 1.4.0.", spot);
}

function readTags(entry: BundleEntry): Tag[] {
  const tags = entry.map("tags");
  const pairs = tags?.pairs ?? [];
  if (tags && pairs.length > MAX_ENTRIES) tags.fail("too_long", `There may be ${MAX_ENTRIES} tags.`);
  const read = tags ? pairs.slice(0, MAX_ENTRIES).flatMap(([key, spot]) => readTag(tags, key, spot)) : [];
  const length = read.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
  if (tags && length > MAX_TAGS_LENGTH) tags.fail("too_long", `Tags may have ${MAX_TAGS_LENGTH} characters in all.`);
  return read;
}

/** Numbers and booleans are kept as written. */
function readTag(tags: BundleEntry, key: string, spot: EntryPosition): Tag[] {
  if (!isScalar(spot.node)) return tags.fail("wrong_type", `The tag ${key.slice(0, 80)} is text.`, spot) ?? [];
  const value = tags.checked("A tag", String(spot.node.source ?? spot.node.value), spot, LINE);
  const name = tags.checked("A tag's key", key, spot, LINE);
  return name === null || value === null ? [] : [{ key: name, value }];
}

function readAuthors(bundle: Bundle, entry: BundleEntry): Author[] {
  const authors = entry.list("authors");
  if (authors.length > MAX_ENTRIES) entry.fail("too_long", `There may be ${MAX_ENTRIES} authors.`);
  return authors.slice(0, MAX_ENTRIES).flatMap((spot) => {
    const author = BundleEntry.at(bundle, spot, "An author");
    const name = author?.text("name", LINE);
    return author && name ? [{ name, email: author.text("email", LINE) }] : [];
  });
}
