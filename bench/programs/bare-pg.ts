// node:http and pg, with nothing around the statements that GET /api/v1/organization runs.
import { createServer, type IncomingMessage } from "node:http";
import pg from "pg";
import { LOOK_UP, type TokenRecord } from "@/lib/auth/record";
import { ORGANIZATION } from "@/lib/organizations/queries";
import { digestOf } from "@/lib/tokens/digest";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

async function organization({ headers }: IncomingMessage): Promise<string> {
  const token = (headers.authorization ?? "").slice("Bearer ".length);
  const found = await pool.query<TokenRecord>({ ...LOOK_UP, values: [digestOf(token)] });
  const record = found.rows[0];
  if (!record || record.revoked) return "{}";
  const { rows } = await pool.query<object>({ ...ORGANIZATION, values: [record.organizationId, record.spaceId] });
  return JSON.stringify(rows[0]);
}

createServer((request, response) => {
  void organization(request).then((body) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    response.end(body);
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
