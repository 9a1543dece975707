/**
 * Objects that exist once per process. Next and the API app are separate bundles, so a module variable would exist
 * twice. The pool, the caches and the counters are therefore stored under one global symbol.
 */
const KEY = Symbol.for("latchkey.runtime");

type Registry = Map<string, unknown>;

function registry(): Registry {
  const holder = globalThis as { [KEY]?: Registry };
  return (holder[KEY] ??= new Map<string, unknown>());
}

/** The process-wide instance called `name`. `create` makes it on first use. */
export function processWide<T>(name: string, create: () => T): T {
  const all = registry();
  if (!all.has(name)) all.set(name, create());
  return all.get(name) as T;
}
