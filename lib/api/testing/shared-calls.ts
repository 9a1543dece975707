import { createWorld, type TestTenant, type TestTenantName, type World } from "./world";

/** One call of an operation, and the world that it is made in. */
export interface PreparedCall<Call> {
  readonly world: World;
  readonly call: Call;
}

/**
 * The calls of one operation, prepared once for each tenant and made again and again until one of them was allowed. A
 * refused call must leave everything as it was, so that the next one finds the same.
 */
export class SharedCalls<Call> {
  readonly #prepare: (place: TestTenant) => Call | Promise<Call>;
  readonly #shared: World | null;
  readonly #calls = new Map<TestTenantName, Call>();
  #world: World | null;

  /** `shared` is null for an operation that destroys its world: it gets one of its own. */
  constructor(prepare: (place: TestTenant) => Call | Promise<Call>, shared: World | null) {
    this.#prepare = prepare;
    this.#shared = shared;
    this.#world = shared;
  }

  async at(place: TestTenantName): Promise<PreparedCall<Call>> {
    const world = (this.#world ??= await createWorld());
    const call = this.#calls.get(place) ?? (await this.#prepare(world.places[place]));
    this.#calls.set(place, call);
    return { world, call };
  }

  /** A call was allowed: it changed what the others would find. */
  wasAllowed(): void {
    this.#calls.clear();
    this.#world = this.#shared;
  }
}
