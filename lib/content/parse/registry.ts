import type { Findings, FindingPlace } from "./findings";
import { quoted } from "./inspect";

/** The kinds that have uids, by their name in messages. */
export type UidKind = "policy" | "query pack" | "query";

interface Reference {
  uid: string;
  place: FindingPlace;
}

/** The uids of one bundle. */
export class Registry {
  readonly #defined = {
    policy: new Map<string, FindingPlace>(),
    "query pack": new Map<string, FindingPlace>(),
    query: new Map<string, FindingPlace>(),
  };
  readonly #references: Reference[] = [];

  constructor(private readonly findings: Findings) {}

  /**
   * Records a definition. A second one with the same kind and uid is an error, unless it is the same node, used twice
   * through an alias.
   */
  define(kind: UidKind, uid: string, place: FindingPlace): void {
    const first = this.#defined[kind].get(uid);
    if (!first) return void this.#defined[kind].set(uid, place);
    if (kind === "query" && first.offset === place.offset) return;
    const message = `The ${kind} ${quoted(uid)} is already there, on line ${this.findings.line(first.offset)}.`;
    this.findings.error("duplicate_uid", message, place);
  }

  /** Records a reference to a query by its uid. */
  refer(uid: string, place: FindingPlace): void {
    this.#references.push({ uid, place });
  }

  /** Warns about queries that are referenced but not defined here. They may be in another bundle. */
  warnOfUnknown(): void {
    for (const { uid, place } of this.#references) {
      if (this.#defined.query.has(uid)) continue;
      this.findings.warn(
        "unknown_query",
        `The query ${quoted(uid)} is not in this bundle. It must exist elsewhere.`,
        place,
      );
    }
  }
}
