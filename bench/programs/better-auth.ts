// better-auth with its API key plugin on node:http, for comparison. Its tables are in their own schema. /key creates a
// key, /verify checks a key.
import { createServer } from "node:http";
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import pg from "pg";

const SCHEMA = "better_auth";
const connectionString = process.env.DATABASE_URL;

const owner = new pg.Client({ connectionString });
await owner.connect();
await owner.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
await owner.end();

const auth = betterAuth({
  baseURL: "http://127.0.0.1",
  secret: process.env.AUTH_SECRET,
  database: new pg.Pool({ connectionString, max: 10, options: `-c search_path=${SCHEMA}` }),
  emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit: { enabled: false } })], // its default is ten checks a day
  telemetry: { enabled: false },
  logger: { disabled: true },
});
await (await getMigrations(auth.options)).runMigrations();

async function makeKey(): Promise<string> {
  const { user } = await auth.api.signUpEmail({
    body: { name: "Bench", email: `${crypto.randomUUID()}@example.com`, password: crypto.randomUUID() },
  });
  return (await auth.api.createApiKey({ body: { name: "bench", userId: user.id } })).key;
}

async function verify(authorization: string): Promise<boolean> {
  return (await auth.api.verifyApiKey({ body: { key: authorization.slice("Bearer ".length) } })).valid;
}

createServer((request, response) => {
  const work =
    request.url === "/key"
      ? makeKey()
      : request.url === "/verify"
        ? verify(request.headers.authorization ?? "")
        : Promise.resolve("up");
  void work.then((answer) => response.writeHead(answer === false ? 401 : 200).end(String(answer)));
}).listen(Number(process.env.PORT), "127.0.0.1");
