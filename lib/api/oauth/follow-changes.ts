import type { TokenActor } from "../../access/authorization/actor";
import { listChanges, onChange, type Changes } from "../../revocations/changes";
import { afterReading } from "../authenticated";
import type { ApiContext } from "../context";
import { writeFailure } from "../operation/write";
import { Wake } from "./wake";

/** How often the caller's token is looked at again, in ms: it may be revoked or bound at any time. */
const CHECK_MS = 1_000;

interface Asked {
  readonly since: string | undefined;
  /** How often to look again although nothing was heard, in ms. */
  readonly everyMs: number;
  /** Ends the waiting. */
  readonly gone: AbortSignal;
}

export const isQuiet = ({ items, reset }: Changes): boolean => items.length === 0 && !reset;

/**
 * What changed since a cursor: at once, whenever this process hears of a change, every so many ms, and once more when
 * `gone` aborts. A refusal is the last. Throws if the database is needed and unavailable.
 */
export async function* followChanges(
  c: ApiContext,
  { since, everyMs, gone }: Asked,
): AsyncGenerator<Changes | Response> {
  let cursor = since;
  for (const callers = new Callers(c); ;) {
    const actor = await callers.current();
    if (actor instanceof Response) return void (yield actor);
    const wake = new Wake();
    const unsubscribe = await onChange(actor, () => wake.now());
    try {
      const listed = await listChanges(actor, cursor, c.env.trace.startedAt);
      if (!listed.ok) return void (yield writeFailure(c, listed));
      yield listed.changes;
      cursor = listed.changes.nextCursor;
      if (gone.aborted) return;
      if (isQuiet(listed.changes)) await wake.within(everyMs, gone);
    } finally {
      unsubscribe?.();
    }
  }
}

/** The caller, as its token was within the last second. */
class Callers {
  #actor: TokenActor;
  #checkedAt = performance.now();

  constructor(private readonly c: ApiContext) {
    this.#actor = c.get("actor");
  }

  async current(): Promise<TokenActor | Response> {
    if (performance.now() - this.#checkedAt < CHECK_MS) return this.#actor;
    const actor = await afterReading(this.c);
    if (actor instanceof Response) return actor;
    this.#checkedAt = performance.now();
    return (this.#actor = actor);
  }
}
