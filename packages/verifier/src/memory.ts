import type { Change } from "./changes.js";
import type { Instant } from "./instant.js";

/** What is known of a token. */
export interface Entry {
  readonly id: string;
  readonly subject: string | null;
  /** Usable before this moment, by both clocks. */
  readonly until: Instant;
}

/** Entries that were added or used in one stretch of time, with what a change names them by. */
class Generation<E extends Entry> {
  readonly #entries = new Map<string, E>();
  readonly #ofToken = new Map<string, Set<string>>();
  readonly #ofSubject = new Map<string, Set<string>>();

  get size(): number {
    return this.#entries.size;
  }

  get(secret: string): E | undefined {
    return this.#entries.get(secret);
  }

  set(secret: string, entry: E): void {
    this.delete(secret);
    this.#entries.set(secret, entry);
    add(this.#ofToken, entry.id, secret);
    if (entry.subject !== null) add(this.#ofSubject, entry.subject, secret);
  }

  delete(secret: string): void {
    const entry = this.#entries.get(secret);
    if (entry === undefined) return;
    this.#entries.delete(secret);
    remove(this.#ofToken, entry.id, secret);
    if (entry.subject !== null) remove(this.#ofSubject, entry.subject, secret);
  }

  forgetToken(id: string): void {
    for (const secret of [...(this.#ofToken.get(id) ?? [])]) this.delete(secret);
  }

  forgetSubject(subject: string): void {
    for (const secret of [...(this.#ofSubject.get(subject) ?? [])]) this.delete(secret);
  }
}

/**
 * Remembers at most so many entries by their secrets. Entries that were used lately stay: a full generation becomes the
 * old one, whose entries move on when they are used, and the former old one is dropped. A hit costs no bookkeeping.
 * The secrets are in private fields, which neither JSON nor the inspectors of runtimes print.
 */
export class Memory<E extends Entry> {
  readonly #half: number;
  #young = new Generation<E>();
  #old = new Generation<E>();

  constructor(maxEntries: number) {
    this.#half = Math.ceil(maxEntries / 2);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** The entry of a secret, unless its time is over. */
  find(secret: string, running: number, wall: number): E | undefined {
    const entry = this.#young.get(secret) ?? this.#promoted(secret);
    if (entry === undefined) return undefined;
    return running < entry.until.running && wall < entry.until.wall ? entry : undefined;
  }

  remember(secret: string, entry: E): void {
    if (this.#young.size >= this.#half) this.#turn();
    this.#old.delete(secret);
    this.#young.set(secret, entry);
  }

  forget(change: Change): void {
    if (change.kind === "all") this.clear();
    else for (const generation of [this.#young, this.#old]) forgetIn(generation, change);
  }

  clear(): void {
    this.#young = new Generation();
    this.#old = new Generation();
  }

  #promoted(secret: string): E | undefined {
    const entry = this.#old.get(secret);
    if (entry !== undefined) this.remember(secret, entry);
    return entry;
  }

  #turn(): void {
    this.#old = this.#young;
    this.#young = new Generation();
  }
}

function forgetIn<E extends Entry>(generation: Generation<E>, change: Exclude<Change, { kind: "all" }>): void {
  if (change.kind === "subject") generation.forgetSubject(change.subject);
  else for (const id of change.tokens) generation.forgetToken(id);
}

function add(index: Map<string, Set<string>>, key: string, secret: string): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, new Set([secret]));
  else known.add(secret);
}

function remove(index: Map<string, Set<string>>, key: string, secret: string): void {
  const known = index.get(key);
  known?.delete(secret);
  if (known?.size === 0) index.delete(key);
}
