import { canonicalJson, type Json } from "./canonical";

type Facts = Readonly<Record<string, Json>>;

/** The changes between two states as `{field: {from, to}}`, the format of audit events. */
export function differences<T extends Facts>(before: T, after: T): { readonly [key: string]: Json } {
  const changed = Object.keys(after).filter(
    (field) => canonicalJson(before[field] ?? null) !== canonicalJson(after[field] ?? null),
  );
  return Object.fromEntries(changed.map((field) => [field, { from: before[field] ?? null, to: after[field] ?? null }]));
}
