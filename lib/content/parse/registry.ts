import type { Findings, Place } from "./findings";
import { quoted } from "./inspect";

/** What may have a uid, by the word that messages use. */
export type Kind = "policy" | "query pack" | "query";

interface Reference {
  uid: string;
  place: Place;
}

/** Who is called what in one bundle. */
export class Registry {
  readonly #defined = {
    policy: new Map<string, Place>(),
    "query pack": new Map<string, Place>(),
    query: new Map<string, Place>(),
  };
  readonly #references: Reference[] = [];

  constructor(private readonly findings: Findings) {}

  /**
   * Notes a definition. The second of one kind with the same uid is an error, unless it is the very same query once more,
   * in a list that is used twice through an alias.
   */
  define(kind: Kind, uid: string, place: Place): void {
    const first = this.#defined[kind].get(uid);
    if (!first) return void this.#defined[kind].set(uid, place);
    if (kind === "query" && first.offset === place.offset) return;
    const message = `The ${kind} ${quoted(uid)} is already there, on line ${this.findings.line(first.offset)}.`;
    this.findings.error("duplicate_uid", message, place);
  }

  /** Notes that a query is used by its uid. */
  refer(uid: string, place: Place): void {
    this.#references.push({ uid, place });
  }

  /** Warns of queries that are used but not defined here: they may live in another bundle. */
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
