/** Work that waits for a turn of the event loop in which there is room for it. */
interface Waiting {
  readonly cost: number;
  readonly go: () => void;
}

/**
 * Bounds the work done in one turn of the event loop, so that other requests are answered between two pieces of it.
 * Promises alone do not help: their callbacks all run before the event loop goes on.
 */
export class TurnBudget {
  readonly #perTurn: number;
  readonly #line: Waiting[] = [];
  #left: number;
  #renewing = false;

  /** `perTurn`: the units of work in one turn. A piece of work that costs more has a turn of its own. */
  constructor(perTurn: number) {
    this.#perTurn = perTurn;
    this.#left = perTurn;
  }

  /**
   * Takes `cost` units of this turn. Undefined when they are left; else a promise that resolves in the turn that has
   * room, first come, first served. Await only a promise: awaiting undefined takes longer than most pieces of work.
   */
  take(cost: number): Promise<void> | undefined {
    this.#renewLater();
    if (this.#line.length === 0 && this.#hasRoomFor(cost)) {
      this.#left -= cost;
      return undefined;
    }
    return new Promise((go) => this.#line.push({ cost, go }));
  }

  #hasRoomFor(cost: number): boolean {
    return this.#left >= cost || this.#left === this.#perTurn;
  }

  #renewLater(): void {
    if (this.#renewing) return;
    this.#renewing = true;
    setImmediate(() => this.#renew());
  }

  #renew(): void {
    this.#renewing = false;
    this.#left = this.#perTurn;
    let entering = 0;
    for (; entering < this.#line.length; entering += 1) {
      const { cost, go } = this.#line[entering] as Waiting;
      if (!this.#hasRoomFor(cost)) break;
      this.#left -= cost;
      go();
    }
    if (entering === 0) return;
    this.#line.splice(0, entering);
    this.#renewLater();
  }
}
