import { isMap, isScalar } from "yaml";
import { BundleEntry, type ParseContext, type EntryPosition } from "./entry";
import { UID } from "../../platform/validation/uid";
import type { UidKind, Registry } from "./registry";

/** The context for reading the content of a bundle. */
export interface Bundle extends ParseContext {
  registry: Registry;
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
  definedUid(bundle, entry, "query");
  readBody(bundle, entry);
}

/**
 * A check or query in a policy or query pack: a reference by uid or mrn, or a definition with mql or variants. Returns
 * its uid, or null if it has none.
 */
export function readUsedQuery(bundle: Bundle, spot: EntryPosition): string | null {
  const entry = BundleEntry.at(bundle, spot, "A check or query");
  if (!entry) return null;
  const uid = uidOf(entry);
  const place = (entry.find("uid") ?? entry.spot).place;
  if (isDefinition(entry)) {
    if (uid !== null) bundle.registry.define("query", uid, place);
  } else if (uid !== null) bundle.registry.refer(uid, place);
  else if (!entry.find("uid") && !entry.find("mrn"))
    entry.fail("missing_query", "A check or query needs a uid, or its own mql.");
  readBody(bundle, entry);
  return uid;
}

const isDefinition = (entry: BundleEntry): boolean => ["mql", "query", "variants"].some((key) => entry.find(key));

function readBody(bundle: Bundle, entry: BundleEntry): void {
  for (const key of ["mql", "query", "title"]) entry.text(key, ANY_LENGTH);
  for (const variant of entry.list("variants")) readUsedQuery(bundle, variant);
  entry.list("props");
  entry.map("docs");
  readImpact(bundle, entry);
}

/**
 * A number from 0 to 100, or a map with such a `value`. Other values may be valid for other software, so this is only a
 * warning.
 */
function readImpact({ findings }: Bundle, entry: BundleEntry): void {
  const spot = entry.find("impact");
  const value = isMap(spot?.node) ? entry.map("impact")?.find("value") : spot;
  if (!spot || !value || isImpact(value)) return;
  findings.warn("bad_impact", "An impact is a number from 0 to 100.", value.place);
}

function isImpact({ node }: EntryPosition): boolean {
  return isScalar(node) && typeof node.value === "number" && node.value >= 0 && node.value <= 100;
}
