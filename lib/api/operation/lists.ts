import { z } from "@hono/zod-openapi";
import { searchText } from "../../platform/validation/fields";

const limit = z
  .string()
  .regex(/^\d{1,4}$/, "A number from 1 to 200.")
  .transform(Number)
  .pipe(z.int().min(1).max(200))
  .default(50)
  .openapi({ type: "integer", minimum: 1, maximum: 200, default: 50 });

/** The paging parameters of every list. */
export const pageQuery = {
  cursor: z.string().max(1_000).optional().openapi({ description: "The `nextCursor` of the page before. Opaque." }),
  limit,
};

/** A search text. */
export const search = searchText
  .default("")
  .openapi({ type: "string", maxLength: 200, description: "Found anywhere in the text, whatever the case." });

export const direction = z.enum(["asc", "desc"]);

/** A parameter that may be repeated or have several values separated by commas. */
export function several<T extends string>(values: readonly [T, ...T[]], description: string) {
  const schema = z.preprocess(split, z.array(z.enum(values)).max(20));
  return schema.openapi({ type: "array", items: { type: "string", enum: [...values] }, description });
}

/** The same for free text. */
export function severalTexts(description: string) {
  return z
    .preprocess(split, z.array(searchText).max(50))
    .openapi({ type: "array", items: { type: "string" }, description });
}

function split(value: unknown): unknown {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).flatMap((part: unknown) =>
    typeof part === "string" ? part.split(",") : [part],
  );
}

/** The response schema of a list. */
export function listOf<Item extends z.ZodType>(item: Item, name: string) {
  return z
    .object({
      items: z.array(item).readonly(),
      nextCursor: z.string().nullable().openapi({ description: "Null on the last page." }),
    })
    .openapi(name);
}

/** Converts the paging parameters for lib. No total is counted, because no response contains it. */
export function toPageInput<T extends { cursor?: string | undefined; limit: number }>({
  cursor,
  ...rest
}: T): Omit<T, "cursor"> & { after: string | undefined; withTotal: false } {
  return { ...rest, after: cursor, withTotal: false };
}

/** Converts a page to the response of a list. */
export function toList<Dto, Item>(
  { items, nextCursor }: { readonly items: readonly Dto[]; readonly nextCursor: string | null },
  map: (dto: Dto) => Item,
): { items: Item[]; nextCursor: string | null } {
  return { items: items.map(map), nextCursor };
}
