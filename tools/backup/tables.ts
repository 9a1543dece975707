import type pg from "pg";

/** A table and the columns that a copy of it must have. */
export interface TableColumns {
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * Tables that are not copied: state of running processes, the target's own migrations, sessions, which a copy ends, and
 * the denials of the last days, whose ids the target counts itself.
 */
const LEFT_OUT = ["Denial", "Listener", "_prisma_migrations", "Session"];

/** The tables of the schema with their columns except generated ones, in an order that satisfies foreign keys. */
export async function tablesInOrder(client: pg.Client): Promise<TableColumns[]> {
  const { rows: columns } = await client.query<TableColumns>(
    `SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attgenerated = ''
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT c.relname = ANY($1)
     GROUP BY 1 ORDER BY 1`,
    [LEFT_OUT],
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `SELECT conrelid::regclass::text AS "from", confrelid::regclass::text AS "to" FROM pg_constraint
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conrelid <> confrelid`,
  );
  return sorted(
    columns,
    references.map(({ from, to }) => [unquoted(from), unquoted(to)] as const),
  );
}

const unquoted = (name: string) => name.replace(/^"|"$/g, "");

function sorted(tables: TableColumns[], references: (readonly [from: string, to: string])[]): TableColumns[] {
  const placed = new Set<string>();
  const order: TableColumns[] = [];
  while (order.length < tables.length) {
    const next = tables.find(
      ({ table }) => !placed.has(table) && references.every(([from, to]) => from !== table || placed.has(to)),
    );
    if (!next) throw new Error("foreign keys form a circle");
    placed.add(next.table);
    order.push(next);
  }
  return order;
}

/** The names of the applied migrations, in order. */
export async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL
      ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** `COPY` of a table's columns, in PostgreSQL's text format. */
export function copySql(
  client: pg.Client,
  { table, columns }: TableColumns,
  direction: "TO STDOUT" | "FROM STDIN",
): string {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(", ");
  return `COPY ${client.escapeIdentifier(table)} (${list}) ${direction}`;
}
