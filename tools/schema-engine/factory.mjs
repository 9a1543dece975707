import { randomUUID } from "node:crypto";
import { createAdapter } from "./adapter.mjs";
import { connect, createDatabase, dropDatabase, schemaName, withDatabase } from "./connection.mjs";

/** Makes the engine's connections: the database itself, and the shadow database that migrations are replayed on. */
export function createFactory({ url, shadowDatabaseUrl }) {
  const main = createAdapter(() => connect(required(url)), { url, schemaName: schemaName(url) });
  const shadows = new Set();
  return {
    provider: "postgres",
    adapterName: main.adapterName,
    connect: async () => main,
    connectToShadowDb: async () => {
      const shadow = shadowDatabaseUrl ? givenShadow(shadowDatabaseUrl) : temporaryShadow(required(url));
      shadows.add(shadow);
      return shadow;
    },
    close: async () => {
      for (const adapter of [main, ...shadows]) await adapter.dispose();
    },
  };
}

/** `migrate diff` between nothing and a schema file: the engine asks for the server's version only. */
export function createOfflineFactory() {
  const fields = [
    ["exists", 16],
    ["version", 25],
    ["numeric_version", 23],
  ];
  const rows = [["t", "PostgreSQL 18.0", "180000"]];
  const answer = { fields: fields.map(([name, dataTypeID]) => ({ name, dataTypeID })), rows, rowCount: 1 };
  const adapter = createAdapter(async () => ({ query: async () => answer, end: async () => undefined }), {});
  return {
    provider: "postgres",
    adapterName: adapter.adapterName,
    connect: async () => adapter,
    connectToShadowDb: async () => adapter,
    close: async () => undefined,
  };
}

// The operator's own shadow database: emptied, then used.
function givenShadow(url) {
  const open = async () => {
    const client = await connect(url);
    await client.query('DROP SCHEMA IF EXISTS "public" CASCADE; CREATE SCHEMA "public"');
    return client;
  };
  return createAdapter(open, { url });
}

function temporaryShadow(url) {
  const shadow = withDatabase(url, `prisma_migrate_shadow_db_${randomUUID()}`);
  const open = async () => {
    await createDatabase(shadow);
    return connect(shadow);
  };
  return createAdapter(open, { url: shadow, dispose: () => dropDatabase(shadow) });
}

function required(url) {
  if (!url) throw new Error("The datasource url is missing in prisma.config.ts: set DATABASE_URL.");
  return url;
}
