import { isMap, isScalar } from "yaml";
import { BundleEntry, type ParseContext, type EntryPosition } from "./entry";
import { UID } from "../../platform/validation/uid";
import { MAX_LINE } from "./limits";
import type { QueryList } from "./query-list";
import type { UidKind, Registry } from "./registry";
import type { QueryUse } from "./types";

/** The context for reading the content of a bundle. */
export interface Bundle extends ParseContext {
  registry: Registry;
  queries: QueryList;
}

/** A check or query in a list of a policy or query pack. */
export interface UsedQuery extends Omit<QueryUse, "purpose" | "group"> {
  /** The uid under which it is counted; null for one that counts each time. */
  counted: string | null;
}

/** The text of a query is part of the stored bytes; only its presence and type matter here. */
const ANY_LENGTH = { max: Number.POSITIVE_INFINITY };

/** The uid of an entry; null if it is absent or, with an error, invalid. */
export function uidOf(entry: BundleEntry): string | null {
  const uid = entry.text("uid", ANY_LENGTH);
  if (uid === null || UID.test(uid)) return uid;
  const rule = "A uid has 1 to 200 letters, digits, dots, dashes and underscores, and begins with a letter or digit.";
  return entry.fail("bad_uid", rule, entry.find("uid") ?? entry.spot);
}

/** Reads the required uid of an entry and records it as defined. */
export function definedUid(bundle: Bundle, entry: BundleEntry, kind: UidKind): string | null {
  if (!entry.find("uid")) return entry.fail("missing_uid", `A ${kind} needs a uid.`);
  const uid = uidOf(entry);
  if (uid !== null) bundle.registry.define(kind, uid, (entry.find("uid") ?? entry.spot).place);
  return uid;
}

/** An entry of the bundle's own `queries`: it can only be referenced by its uid. */
export function readSharedQuery(bundle: Bundle, spot: EntryPosition): void {
  const entry = BundleEntry.at(bundle, spot, "A query");
  if (!entry) return;
  const uid = definedUid(bundle, entry, "query");
  const body = readBody(bundle, entry);
  bundle.queries.add(entry, { uid, ...body });
}

/**
 * A check or query in a policy or query pack: a reference by uid or mrn, or a definition with mql or variants. A
 * reference has no `definition` yet, because the definition may come later. Null if it is not a map.
 */
export function readUsedQuery(bundle: Bundle, spot: EntryPosition): UsedQuery | null {
  const entry = BundleEntry.at(bundle, spot, "A check or query");
  if (!entry) return null;
  const uid = uidOf(entry);
  const place = (entry.find("uid") ?? entry.spot).place;
  const isDefined = isDefinition(entry);
  if (isDefined) {
    if (uid !== null) bundle.registry.define("query", uid, place);
  } else if (uid !== null) bundle.registry.refer(uid, place);
  else if (!entry.find("uid") && !entry.find("mrn"))
    entry.fail("missing_query", "A check or query needs a uid, or its own mql.");
  const { impact, variants } = readBody(bundle, entry);
  return {
    counted: uid,
    uid: uid ?? uidOfMrn(entry),
    definition: isDefined ? bundle.queries.add(entry, { uid, impact, variants }) : null,
    title: isDefined ? null : entry.text("title", { max: MAX_LINE, cut: true }),
    impact: isDefined ? null : impact,
  };
}

/** The uid at the end of an entry's MRN; null if there is none. */
function uidOfMrn(entry: BundleEntry): string | null {
  const mrn = entry.find("mrn")?.node;
  const uid = isScalar(mrn) && typeof mrn.value === "string" ? mrn.value.split("/").at(-1) : undefined;
  return uid !== undefined && UID.test(uid) ? uid : null;
}

const isDefinition = (entry: BundleEntry): boolean => ["mql", "query", "variants"].some((key) => entry.find(key));

function readBody(bundle: Bundle, entry: BundleEntry): { impact: number | null; variants: string[] } {
  for (const key of ["mql", "query", "title"]) entry.text(key, ANY_LENGTH);
  const variants = entry.list("variants").flatMap((variant) => readUsedQuery(bundle, variant)?.uid ?? []);
  entry.list("props");
  entry.map("docs");
  return { impact: readImpact(bundle, entry), variants };
}

/**
 * A number from 0 to 100, or a map with such a `value`; rounded. Other values may be valid for other software, so this
 * is only a warning.
 */
function readImpact({ findings }: Bundle, entry: BundleEntry): number | null {
  const spot = entry.find("impact");
  const value = isMap(spot?.node) ? entry.map("impact")?.find("value") : spot;
  if (!spot || !value) return null;
  const impact = isScalar(value.node) ? value.node.value : null;
  if (typeof impact === "number" && impact >= 0 && impact <= 100) return Math.round(impact);
  findings.warn("bad_impact", "An impact is a number from 0 to 100.", value.place);
  return null;
}
