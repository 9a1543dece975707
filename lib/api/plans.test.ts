import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../tools/testing/database";
import { textsOfStatements } from "../../tools/testing/statements";
import { useTestDatabase } from "../../tools/testing/use-database";
import { flushUsage } from "../usage/flush";
import { call } from "./testing/call";
import { OPERATIONS } from "./testing/operations";
import { createWorld } from "./testing/world";

useTestDatabase();

interface PlanNode {
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Filter?: string;
  Plans?: PlanNode[];
}

/** Runs work with a connection to a database that is new, and so was never analyzed. */
async function withNewDatabase(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
    await database.drop();
  }
}

/** The columns of each index that ends with the id. */
async function indexesOfIds(client: pg.Client): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ index: string; columns: string[] }>(`
    SELECT i.indexrelid::regclass::text AS "index",
      array(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = i.indexrelid ORDER BY a.attnum) AS "columns"
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = 'public'::regnamespace`);
  const named = rows.map(({ index, columns }): [string, string[]] => [index.replaceAll('"', ""), columns]);
  return new Map(named.filter(([, columns]) => columns.at(-1) === "id"));
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const COMPARES_ID = /\bid =/;

/** An organization has few APIs, and an API 500 scopes at most. */
const SMALL_TABLES = ["Api", "ApiScope"];

/** Whether a node reads more rows than the one whose id it compares. Without an id, `IS NULL`, it wants them all. */
function readsMoreThanOne(node: PlanNode, indexes: Map<string, string[]>): boolean {
  const table = node["Relation Name"];
  if (!table || SMALL_TABLES.includes(table) || node.Filter?.includes("IS NULL) OR (id = ")) return false;
  const condition = node["Index Cond"] ?? "";
  if (COMPARES_ID.test(node.Filter ?? "") && !COMPARES_ID.test(condition)) return true;
  const columns = indexes.get(node["Index Name"] ?? "") ?? [];
  return (
    COMPARES_ID.test(condition) && columns.some((column) => !condition.replaceAll('"', "").includes(`${column} = `))
  );
}

/** What the plan of a statement reads in vain, as a connection keeps it when the tables are new and never analyzed. */
async function wasteOf(client: pg.Client, text: string, indexes: Map<string, string[]>): Promise<PlanNode[]> {
  const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
  );
  const nodes = rows.flatMap((row) => row["QUERY PLAN"].flatMap(({ Plan }) => nodesOf(Plan)));
  return nodes.filter((node) => readsMoreThanOne(node, indexes));
}

/** The statements by which PostgreSQL itself looks for the row that a foreign key names. */
async function foreignKeyChecks(client: pg.Client): Promise<{ name: string; text: string }[]> {
  const { rows } = await client.query<{ name: string; table: string; columns: string[] }>(`
    SELECT k.conname AS "name", k.confrelid::regclass::text AS "table", array(
      SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = k.confrelid AND a.attnum = ANY(k.confkey)
    ) AS "columns"
    FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace`);
  return rows.map(({ name, table, columns }) => {
    const condition = columns.map((column, at) => `x."${column}" = $${at + 1}`).join(" AND ");
    return { name, text: `SELECT 1 FROM ONLY ${table} x WHERE ${condition} FOR KEY SHARE OF x` };
  });
}

/** The statements in the functions that look-ups call, with their parameters. */
async function statementsInFunctions(client: pg.Client): Promise<{ name: string; text: string }[]> {
  const { rows } = await client.query<{ name: string; body: string; parameters: string[] }>(`
    SELECT p.proname AS "name", p.prosrc AS "body", p.proargnames AS "parameters"
    FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = 'public'::regnamespace AND l.lanname = 'plpgsql' AND p.provolatile = 's'
      AND p.pronargs > 0`);
  return rows.map(({ name, body, parameters }) => {
    const returned = /RETURN \(([^]*)\);/.exec(body)?.[1] ?? "";
    const numbered = parameters.map((parameter, at): [string, string] => [parameter, `$${at + 1}`]);
    return { name, text: numbered.reduce((text, [from, to]) => text.replaceAll(from, to), returned) };
  });
}

const EXPLAINED = /^\s*(?:\/\*.*?\*\/\s*)?(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i;

test("each foreign key of a new, never analyzed database is checked by reading one row", async () => {
  await withNewDatabase(async (client) => {
    const indexes = await indexesOfIds(client);
    const checks = await foreignKeyChecks(client);
    expect(checks.length).toBeGreaterThan(30);
    for (const { name, text } of checks) expect(await wasteOf(client, text, indexes), name).toEqual([]);
  });
});

test("no function that a look-up calls looks for one row among the rows of its organization", async () => {
  await withNewDatabase(async (client) => {
    const indexes = await indexesOfIds(client);
    const functions = await statementsInFunctions(client);
    expect(functions.map(({ name }) => name)).toContain("token_ancestry");
    for (const { name, text } of functions) expect(await wasteOf(client, text, indexes), name).toEqual([]);
  });
});

test("no statement of the API looks for one row among the rows of its organization", async () => {
  const texts = new Set<string>();
  for (const operation of OPERATIONS) {
    const { places, secret } = await createWorld();
    const permission = operation.action === "report.write" ? "agent" : "owner";
    const { method, path, ...sent } = await operation.request(places.own);
    const token = secret(permission, "organization");
    const sentTexts = await textsOfStatements(async () => {
      const { status } = await call(method, path, { ...sent, token });
      expect(status).toBe(operation.success);
      await flushUsage();
    });
    for (const text of sentTexts) if (EXPLAINED.test(text)) texts.add(text);
  }
  await withNewDatabase(async (client) => {
    const indexes = await indexesOfIds(client);
    const found: unknown[] = [];
    for (const text of texts) {
      const waste = await wasteOf(client, text, indexes);
      if (waste.length > 0) found.push({ text, waste });
    }
    expect(texts.size).toBeGreaterThan(50);
    expect(found).toEqual([]);
  });
});
