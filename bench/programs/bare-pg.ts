// node:http and pg, running only the statements of Latchkey: those of GET /api/v1/organization, or at /look-up the one
// that checks a token.
import { createServer, type IncomingMessage } from "node:http";
import pg from "pg";
import { LOOK_UP_TOKEN, type TokenRecord } from "@/lib/access/token-cache/token-record";
import { ORGANIZATION } from "@/lib/organizations/queries";
import { digestOf } from "@/lib/access/credentials/token-digest";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

async function lookUp({ headers }: IncomingMessage): Promise<TokenRecord | undefined> {
  const token = (headers.authorization ?? "").slice("Bearer ".length);
  const { rows } = await pool.query<TokenRecord>({ ...LOOK_UP_TOKEN, values: [digestOf(token)] });
  return rows[0];
}

async function answer(request: IncomingMessage): Promise<string> {
  const record = await lookUp(request);
  if (!record || record.revoked) return "{}";
  if (request.url === "/look-up") return `{"active":true}`;
  const { rows } = await pool.query<object>({ ...ORGANIZATION, values: [record.organizationId, record.spaceId] });
  return JSON.stringify(rows[0]);
}

createServer((request, response) => {
  void answer(request).then((body) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    response.end(body);
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
