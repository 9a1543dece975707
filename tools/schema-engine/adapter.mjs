import { driverError } from "./errors.mjs";
import { columnType, columnValue } from "./values.mjs";

const RAW_TEXT = { getTypeParser: () => (text) => text };

/**
 * A driver adapter over one `pg` client that `open` connects on first use: the engine connects as soon as it is built,
 * while `migrate diff --from-empty` needs no database. Scripts are sent whole, because @prisma/adapter-pg would split
 * them at every ";".
 */
export function createAdapter(open, { url, schemaName, dispose }) {
  let client;
  const query = async (text, args) => {
    try {
      client ??= open();
      return await (await client).query(args ? { text, values: args, rowMode: "array", types: RAW_TEXT } : text);
    } catch (error) {
      throw url ? driverError(error, url) : error;
    }
  };
  const queries = {
    provider: "postgres",
    adapterName: "schema-engine-shim",
    queryRaw: async ({ sql, args }) => resultSet(await query(sql, args)),
    executeRaw: async ({ sql, args }) => (await query(sql, args)).rowCount ?? 0,
  };
  return {
    ...queries,
    executeScript: async (script) => void (await query(script)),
    startTransaction: async () => transaction(queries, query),
    getConnectionInfo: () => ({ schemaName, supportsRelationJoins: true }),
    dispose: async () => {
      const opened = await client?.catch(() => undefined);
      client = undefined;
      await opened?.end();
      await dispose?.();
    },
  };
}

async function transaction(queries, query) {
  await query("BEGIN");
  return {
    ...queries,
    options: { usePhantomQuery: false },
    commit: async () => void (await query("COMMIT")),
    rollback: async () => void (await query("ROLLBACK")),
  };
}

function resultSet({ fields, rows }) {
  const oids = fields.map((field) => field.dataTypeID);
  return {
    columnNames: fields.map((field) => field.name),
    columnTypes: oids.map(columnType),
    rows: rows.map((row) => row.map((text, i) => columnValue(oids[i], text))),
  };
}
