import { z } from "../validation/zod";
import { decodeCursor, encodeCursor } from "./cursor";
import { Prisma } from "../db/generated/client";
import { readRows } from "../db/rows";
import type { Page, PageInput } from "./page";
import type { Result } from "../result/result";

/** A sort key of a list: its expression, its SQL type, and the schema of its value in a cursor. */
export interface Key {
  readonly sql: Prisma.Sql;
  readonly type: Prisma.Sql;
  readonly value: z.ZodType<string>;
}

/** Text as PostgreSQL can hold it. */
export const textKey = z.string().refine((value) => !/[\0\p{Cs}]/u.test(value));

const INSTANT = /^(?!0000)(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)[+-](?:0\d|1[0-5])(?::[0-5]\d){0,2}$/;
const dateTime = z.iso.datetime();

/** An instant in PostgreSQL's format. Refuses those that PostgreSQL refuses, such as the 31st of February. */
export const timeKey = z.string().refine((value) => {
  const [, date, time] = INSTANT.exec(value) ?? [];
  return dateTime.safeParse(`${date}T${time}Z`).success;
});

/** A whole number as PostgreSQL writes it. */
export const integerKey = z.string().regex(/^-?\d{1,9}$/);

/** How a list is read: columns, rows, order, and the mapping to items. */
export interface List<Row, Item> {
  /** The last key is unique. */
  readonly keys: readonly Key[];
  readonly direction: "asc" | "desc";
  readonly columns: Prisma.Sql;
  /** `FROM … WHERE …` */
  readonly from: Prisma.Sql;
  /** The row's key values, in PostgreSQL's format. */
  values(row: Row): string[];
  item(row: Row): Item;
}

/** A row, with the number of all rows if it is asked for. */
type Counted<Row> = Row & { rowsInTotal?: bigint };

/**
 * Reads one page by key, forwards or backwards, with one statement that also counts. Fails with `invalid_request` for a
 * bad cursor.
 */
export async function readPage<Row extends object, Item>(
  list: List<Row, Item>,
  input: PageInput,
): Promise<Result<{ page: Page<Item> }>> {
  const planned = planPage(list, input);
  if (!planned.ok) return planned;
  const { walk } = planned;
  const isCounted = input.withTotal !== false;
  const total = isCounted ? Prisma.sql`, (SELECT count(*) ${list.from}) AS "rowsInTotal"` : Prisma.empty;
  const rows = await readRows<Counted<Row>>(
    Prisma.sql`SELECT ${list.columns}${total} ${list.from} ${walk.from} ${walk.order}`,
  );
  return {
    ok: true,
    page: toPage(list, { rows, total: isCounted ? await totalOf(list, rows, walk) : 0, walk, input }),
  };
}

/** The number of all rows. Behind the last one and before the first there is no row to tell it. */
async function totalOf(
  { from }: Pick<List<never, unknown>, "from">,
  rows: readonly Counted<object>[],
  walk: Walk,
): Promise<number> {
  const total = takeTotal(rows);
  return total === undefined ? (walk.fromStart ? 0 : countOf(from)) : Number(total);
}

/** Leaves the number in no row, since a list may answer its rows. Deleting the last property of an object is cheap. */
function takeTotal(rows: readonly Counted<object>[]): bigint | undefined {
  const total = rows[0]?.rowsInTotal;
  for (const row of rows) delete row.rowsInTotal;
  return total;
}

async function countOf(from: Prisma.Sql): Promise<number> {
  const [row] = await readRows<{ total: bigint }>(Prisma.sql`SELECT count(*) AS total ${from}`);
  return Number(row?.total ?? 0);
}

/** The conditions and the order for a list's query. */
interface Walk {
  readonly from: Prisma.Sql;
  readonly order: Prisma.Sql;
  readonly backwards: boolean;
  /** Whether no cursor leaves rows out. */
  readonly fromStart: boolean;
}

function planPage(
  { keys, direction }: Pick<List<never, unknown>, "keys" | "direction">,
  input: PageInput,
): Result<{ walk: Walk }> {
  const isLast = input.last === true;
  const backwards = isLast || (input.before !== undefined && input.before !== "");
  const upwards = (direction === "asc") !== backwards;
  const way = upwards ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const order = Prisma.sql`ORDER BY ${Prisma.join(keys.map((key) => Prisma.sql`${key.sql} ${way}`))}
    LIMIT ${input.limit + 1}`;
  const edge = isLast ? undefined : backwards ? input.before : input.after;
  if (edge === undefined || edge === "")
    return { ok: true, walk: { from: Prisma.empty, order, backwards, fromStart: true } };
  const decoded = decodeCursor(edge, z.tuple(keys.map((key) => key.value) as [z.ZodType<string>]));
  if (!decoded.ok) return decoded;
  const columns = Prisma.join(keys.map((key) => key.sql));
  const values = Prisma.join(
    decoded.position.map((value, i) => Prisma.sql`${value}::${keys[i]?.type ?? Prisma.sql`text`}`),
  );
  const from = Prisma.sql`AND (${columns}) ${upwards ? Prisma.sql`>` : Prisma.sql`<`} (${values})`;
  return { ok: true, walk: { from, order, backwards, fromStart: false } };
}

interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly walk: Walk;
  readonly input: PageInput;
}

/** Builds the page. There is one row more than the limit if there is another page. */
function toPage<Row, Item>(list: List<Row, Item>, { rows, total, walk: { backwards }, input }: Rows<Row>): Page<Item> {
  const length = input.last ? total % input.limit || input.limit : input.limit;
  const more = rows.length > length;
  const shown = rows.slice(0, length);
  if (backwards) shown.reverse();
  const cursors = shown.map((row) => encodeCursor(list.values(row)));
  return {
    items: shown.map((row) => list.item(row)),
    cursors,
    total,
    nextCursor: !input.last && (backwards || more) ? (cursors.at(-1) ?? null) : null,
    previousCursor: (backwards ? more : Boolean(input.after)) ? (cursors[0] ?? null) : null,
  };
}
