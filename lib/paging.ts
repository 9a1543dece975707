import { z } from "zod";
import { decodeCursor, encodeCursor } from "./cursor";
import { Prisma } from "./db/generated/client";
import type { Page, PageInput } from "./page";
import type { Result } from "./result";

/** A column that a list is ordered by: its expression, its SQL type, and what a cursor may hold for it. */
export interface Key {
  readonly sql: Prisma.Sql;
  readonly type: Prisma.Sql;
  readonly value: z.ZodType<string>;
}

/** Text as PostgreSQL can hold it. */
export const textKey = z.string().refine((value) => !/[\0\p{Cs}]/u.test(value));

/** An instant as PostgreSQL writes it. */
export const timeKey = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/);

/** A whole number as PostgreSQL writes it. */
export const integerKey = z.string().regex(/^-?\d{1,9}$/);

/** How to read one page by key: conditions and order to put into its query, and whether it is read backwards. */
export interface Walk {
  readonly from: Prisma.Sql;
  readonly order: Prisma.Sql;
  readonly backwards: boolean;
}

/** Plans a page of a list in the order of `keys`, the last of which tells rows apart. `invalid_request` for a bad cursor. */
export function planPage(keys: readonly Key[], direction: "asc" | "desc", input: PageInput): Result<{ walk: Walk }> {
  const backwards = input.before !== undefined && input.before !== "";
  const upwards = (direction === "asc") !== backwards;
  const way = upwards ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const order = Prisma.sql`ORDER BY ${Prisma.join(keys.map((key) => Prisma.sql`${key.sql} ${way}`))} LIMIT ${input.limit + 1}`;
  const edge = backwards ? input.before : input.after;
  if (edge === undefined || edge === "") return { ok: true, walk: { from: Prisma.empty, order, backwards } };
  const decoded = decodeCursor(edge, z.tuple(keys.map((key) => key.value) as [z.ZodType<string>]));
  if (!decoded.ok) return decoded;
  const columns = Prisma.join(keys.map((key) => key.sql));
  const values = Prisma.join(decoded.position.map((value, i) => Prisma.sql`${value}::${keys[i]?.type ?? Prisma.sql`text`}`));
  const from = Prisma.sql`AND (${columns}) ${upwards ? Prisma.sql`>` : Prisma.sql`<`} (${values})`;
  return { ok: true, walk: { from, order, backwards } };
}

interface Reading<Row, Item> {
  /** The values of the row's keys. */
  keys(row: Row): string[];
  item(row: Row): Item;
}

/** The page that the rows of a planned query make; they are one more than the limit when there are more. */
export function toPage<Row, Item>(rows: readonly Row[], total: number, input: PageInput, { backwards }: Walk, reading: Reading<Row, Item>): Page<Item> {
  const more = rows.length > input.limit;
  const shown = rows.slice(0, input.limit);
  if (backwards) shown.reverse();
  const cursorOf = (row: Row | undefined) => (row === undefined ? null : encodeCursor(reading.keys(row)));
  return {
    items: shown.map((row) => reading.item(row)),
    cursors: shown.map((row) => encodeCursor(reading.keys(row))),
    total,
    nextCursor: backwards || more ? cursorOf(shown.at(-1)) : null,
    previousCursor: (backwards ? more : Boolean(input.after)) ? cursorOf(shown[0]) : null,
  };
}
