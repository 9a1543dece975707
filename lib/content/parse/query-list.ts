import { isMap, isScalar, isSeq } from "yaml";
import { BundleEntry, cutTo, storable, type EntryPosition } from "./entry";
import { MAX_BUNDLE_BYTES, MAX_LINE } from "./limits";
import type { QueryDefinition, Remediation } from "./types";

/** The parts of a definition that the caller has validated. */
type Validated = Pick<QueryDefinition, "uid" | "impact" | "variants">;

/**
 * The queries that a bundle defines, each once. Their texts together have at most MAX_BUNDLE_BYTES characters, because
 * an alias may repeat a long text; the texts beyond are left out.
 */
export class QueryList {
  readonly items: QueryDefinition[] = [];
  readonly #positions = new Map<string, number>();
  #characters = 0;

  /** Adds a definition and returns its position. A definition that is used twice through an alias is added once. */
  add(entry: BundleEntry, { uid, impact, variants }: Validated): number {
    const known = uid === null ? undefined : this.#positions.get(uid);
    if (known !== undefined) return known;
    const docs = mapAt(entry, "docs");
    const position = this.items.length;
    if (uid !== null) this.#positions.set(uid, position);
    this.items.push({
      uid,
      title: line(this.#text(entry, "title")),
      impact,
      mql: this.#text(entry, "mql") ?? this.#text(entry, "query"),
      description: docs && this.#text(docs, "desc"),
      remediation: docs ? this.#remediation(docs) : [],
      variants,
    });
    return position;
  }

  /** The position of the definition with this uid; null if this bundle has none. */
  find(uid: string): number | null {
    return this.#positions.get(uid) ?? null;
  }

  #text(entry: BundleEntry, key: string): string | null {
    return this.#kept(entry.find(key));
  }

  #kept(spot: EntryPosition | null): string | null {
    if (!spot || !isScalar(spot.node) || typeof spot.node.value !== "string") return null;
    const text = storable(spot.node.value).trim();
    this.#characters += text.length;
    return text === "" || this.#characters > MAX_BUNDLE_BYTES ? null : text;
  }

  /** One text, a list of them with ids, or a map whose items are such a list. */
  #remediation(docs: BundleEntry): Remediation[] {
    const spot = docs.find("remediation");
    if (isMap(spot?.node)) return this.#steps(mapAt(docs, "remediation"), "items");
    if (isSeq(spot?.node)) return this.#steps(docs, "remediation");
    const text = this.#kept(spot);
    return text === null ? [] : [{ id: null, text }];
  }

  #steps(entry: BundleEntry | null, key: string): Remediation[] {
    if (!entry || !isSeq(entry.find(key)?.node)) return [];
    return entry.list(key).flatMap((spot) => {
      const step = isMap(spot.node) ? BundleEntry.at(entry.context, spot, key) : null;
      const text = step ? this.#text(step, "desc") : this.#kept(spot);
      return text === null ? [] : [{ id: line(step && this.#text(step, "id")), text }];
    });
  }
}

const line = (text: string | null): string | null => text && cutTo(text, MAX_LINE);

/** The map at `key`; null, without an error, if there is none. */
function mapAt(entry: BundleEntry, key: string): BundleEntry | null {
  return isMap(entry.find(key)?.node) ? entry.map(key) : null;
}
