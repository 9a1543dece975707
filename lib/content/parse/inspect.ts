import { isAlias, isMap, isPair, isScalar, isSeq } from "yaml";
import type { Alias, Node, YAMLMap } from "yaml";
import { type Findings, type FindingPlace } from "./findings";
import { MAX_ALIASED_NODES } from "./limits";

/** The targets of a document's aliases. */
export type Targets = ReadonlyMap<Alias, Node>;

interface Anchored {
  node: Node;
  /** How many nodes it has with its aliases expanded; null while it is being visited. */
  size: number | null;
}

/** The place of a node in the text. */
export const placeOf = (node: Node | null | undefined, path?: string): FindingPlace => ({
  offset: node?.range?.[0] ?? 0,
  ...(path ? { path } : {}),
});

/**
 * Visits a document once, finds duplicate keys and unsafe aliases, and resolves each alias. Nothing is expanded: sizes
 * are added up, so that exponentially growing aliases are refused quickly.
 */
export function inspectTree(root: Node | null, findings: Findings): Targets {
  const inspector = new Inspector(findings);
  inspector.visit(root);
  return inspector.targets;
}

class Inspector {
  readonly targets = new Map<Alias, Node>();
  readonly #anchors = new Map<string, Anchored>();
  #aliased = 0;

  constructor(private readonly findings: Findings) {}

  /** Recursion is limited by MAX_DEPTH, which tree.ts enforces. Returns the size. */
  visit(node: unknown): number {
    if (isAlias(node)) return this.#alias(node);
    if (isPair(node)) return this.visit(node.key) + this.visit(node.value);
    if (!isMap(node) && !isSeq(node)) return isScalar(node) ? this.#anchored(node, () => 1) : 0;
    return this.#anchored(node, () => {
      const size = node.items.reduce<number>((sum, item) => sum + this.visit(item), 1);
      if (isMap(node)) this.#keys(node);
      return size;
    });
  }

  #anchored(node: Node & { anchor?: string }, measure: () => number): number {
    if (!node.anchor) return measure();
    const anchored: Anchored = { node, size: null };
    this.#anchors.set(node.anchor, anchored);
    anchored.size = measure();
    return anchored.size;
  }

  #alias(alias: Alias): number {
    const anchored = this.#anchors.get(alias.source);
    if (!anchored) return this.#bad("unknown_alias", `There is no anchor ${shown(alias)} before this alias.`, alias);
    if (anchored.size === null)
      return this.#bad("recursive_alias", `The alias ${shown(alias)} is inside of its own target.`, alias);
    return this.#grow(alias, anchored.node, anchored.size);
  }

  #grow(alias: Alias, node: Node, size: number): number {
    const before = this.#aliased;
    this.#aliased += size;
    if (this.#aliased <= MAX_ALIASED_NODES) this.targets.set(alias, node);
    else if (before <= MAX_ALIASED_NODES) {
      this.#bad(
        "alias_bomb",
        `The aliases of a bundle may stand for ${MAX_ALIASED_NODES} values; here they pass that.`,
        alias,
      );
    }
    return size;
  }

  #bad(code: "unknown_alias" | "recursive_alias" | "alias_bomb", message: string, alias: Alias): number {
    this.findings.error(code, message, placeOf(alias));
    return 0;
  }

  #keys(map: YAMLMap): void {
    const seen = new Set<unknown>();
    for (const { key } of map.items) {
      const node = isAlias(key) ? this.targets.get(key) : key;
      if (!isScalar(node)) continue;
      if (seen.has(node.value))
        this.findings.error("duplicate_key", `The key ${quoted(node.value)} is used twice.`, placeOf(key as Node));
      if (node.value === "<<")
        this.findings.warn(
          "merge_key",
          "YAML 1.2 has no merge keys: << is a key like any other.",
          placeOf(key as Node),
        );
      seen.add(node.value);
    }
  }
}

const shown = (alias: Alias): string => quoted(alias.source);

/** Formats a value for a message: short, and on one line. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
