/**
 * What must be one per process. Next and the API app are bundled apart, so a module variable would exist twice:
 * the pool, the caches and the counters hang on one global symbol instead.
 */
const KEY = Symbol.for("latchkey.runtime");

type Registry = Map<string, unknown>;

function registry(): Registry {
  const holder = globalThis as { [KEY]?: Registry };
  return (holder[KEY] ??= new Map<string, unknown>());
}

/** The process-wide instance called `name`, made by `create` at its first use. */
export function processWide<T>(name: string, create: () => T): T {
  const all = registry();
  if (!all.has(name)) all.set(name, create());
  return all.get(name) as T;
}
