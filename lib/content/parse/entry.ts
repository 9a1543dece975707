import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Node, YAMLMap } from "yaml";
import type { Findings, FindingPlace } from "./findings";
import { placeOf, type Targets } from "./inspect";
import type { FindingCode } from "./types";

/** The context for reading a document. */
export interface ParseContext {
  findings: Findings;
  targets: Targets;
}

/**
 * A node of the document, with aliases resolved, and its path. `node` is the resolved node, `place` where it is
 * written.
 */
export interface EntryPosition {
  node: Node | null;
  place: FindingPlace;
}

/** PostgreSQL cannot store NUL and lone surrogates, which escapes such as "\\0" can add to a YAML string. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** A text as the database can store it. */
export const storable = (text: string): string => text.replaceAll(new RegExp(UNSTORABLE, "gu"), "\u{fffd}");

/** The first `max` characters of a text, without half of a surrogate pair at the end. */
export const cutTo = (text: string, max: number): string =>
  text.length <= max ? text : text.slice(0, max).replace(/\p{Surrogate}$/u, "");

/** Limits of a text. */
export interface TextLimits {
  max: number;
  /** Cut instead of refused when longer. */
  cut?: boolean;
}

/**
 * A map of the document with typed access to its values. A value of the wrong type is reported as an error and treated
 * as absent.
 */
export class BundleEntry {
  readonly #values = new Map<string, Node>();

  private constructor(
    readonly context: ParseContext,
    readonly spot: EntryPosition,
    map: YAMLMap,
  ) {
    for (const { key, value } of map.items) {
      const name = follow(context, key as Node);
      if (isScalar(name) && value) this.#values.set(String(name.value), value as Node);
    }
  }

  /** The map at `spot`. Reports an error and returns null if it is not a map. */
  static at(context: ParseContext, spot: EntryPosition, what: string): BundleEntry | null {
    if (isMap(spot.node)) return new BundleEntry(context, spot, spot.node);
    context.findings.error("wrong_type", `${what} is a map here, not ${nameOf(spot.node)}.`, spot.place);
    return null;
  }

  get place(): FindingPlace {
    return this.spot.place;
  }

  /** The value of `key`; null if it is absent or null. */
  find(key: string): EntryPosition | null {
    const written = this.#values.get(key);
    const node = written ? follow(this.context, written) : null;
    if (!written || !node || (isScalar(node) && node.value === null)) return null;
    return { node, place: placeOf(written, join(this.place.path, key)) };
  }

  /** The items of a list; empty if it is absent. */
  list(key: string): EntryPosition[] {
    const spot = this.find(key);
    if (!spot) return [];
    if (isSeq(spot.node)) return spot.node.items.map((item, index) => this.#item(item as Node, spot, index));
    return this.#wrong(spot, `${key} is a list`) ?? [];
  }

  /** The map at `key`; null if it is absent. */
  map(key: string): BundleEntry | null {
    const spot = this.find(key);
    return spot ? BundleEntry.at(this.context, spot, key) : null;
  }

  /** The keys and values of this map, in its order. */
  get pairs(): [key: string, value: EntryPosition][] {
    return [...this.#values.keys()].flatMap((key) => {
      const spot = this.find(key);
      return spot ? [[key, spot]] : [];
    });
  }

  /** A string that the database can store; null if it is absent. */
  text(key: string, limits: TextLimits): string | null {
    const spot = this.find(key);
    if (!spot) return null;
    if (isScalar(spot.node) && typeof spot.node.value === "string")
      return this.checked(key, spot.node.value, spot, limits);
    return this.#wrong(spot, `${key} is text (put it in quotes)`);
  }

  /** `text` if it can be stored and is short enough. Otherwise reports an error and returns null. */
  checked(what: string, text: string, spot: EntryPosition, { max, cut = false }: TextLimits): string | null {
    if (UNSTORABLE.test(text)) return this.fail("bad_text", `${what} has characters that no text can hold.`, spot);
    if (text.length <= max) return text;
    if (cut) return cutTo(text, max);
    return this.fail("too_long", `${what} may have ${max} characters; here it has ${text.length}.`, spot);
  }

  fail(code: FindingCode, message: string, spot: EntryPosition = this.spot): null {
    this.context.findings.error(code, message, spot.place);
    return null;
  }

  #item(item: Node, list: EntryPosition, index: number): EntryPosition {
    return { node: follow(this.context, item), place: placeOf(item, `${list.place.path}[${index}]`) };
  }

  #wrong(spot: EntryPosition, expected: string): null {
    return this.fail("wrong_type", `${expected}, not ${nameOf(spot.node)}.`, spot);
  }
}

/** An anchor is never on an alias, so one step is enough. */
function follow({ targets }: ParseContext, node: Node | null): Node | null {
  return isAlias(node) ? (targets.get(node) ?? null) : node;
}

const join = (path: string | undefined, key: string): string =>
  path ? `${path}.${key.slice(0, 80)}` : key.slice(0, 80);

function nameOf(node: Node | null): string {
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  if (!isScalar(node) || node.value === null) return "nothing";
  if (typeof node.value === "object") return "another kind of value";
  return typeof node.value === "string" ? "text" : `a ${typeof node.value}`;
}
