// Creates a token in Latchkey for each key of an export, as README.md says. Node.js 20 or newer, no packages.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const USAGE = `node create-tokens.mjs --mapping own-table.mjs --input keys.ndjson [options]
  --mapping FILE      what makes tokens of the export
  --input FILE        the export
  --origin URL        where Latchkey is; https, or this machine
  --output FILE       takes the new secrets, one JSON object a line; a second run continues it
  --dry-run           only says what would be created
  --concurrency N     requests at once (8)
  --replace-lost      gives a new secret to tokens whose secret was not written down
The secret of an Issuer token is in LATCHKEY_ISSUER_TOKEN.`;

const OPTIONS = {
  mapping: { type: "string" },
  input: { type: "string" },
  origin: { type: "string" },
  output: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  "replace-lost": { type: "boolean", default: false },
  concurrency: { type: "string", default: "8" },
};
const TIMEOUT_MS = 30_000;
const MAX_TRIES = 8;
/** After this many keys that Latchkey refused, the mapping is wrong rather than the keys. */
const MAX_REFUSED = 20;

class Refusal extends Error {}

/** The keys of the export, as the mapping gives them: `{id, token}`, or `{id, skip}` with the reason. */
async function readKeys({ mapping, input }) {
  const { toTokens } = await import(pathToFileURL(path.resolve(mapping)).href);
  const keys = [...toTokens(fs.readFileSync(input, "utf8"))];
  const ids = new Set(keys.map(({ id }) => id));
  if (ids.has(undefined) || ids.size !== keys.length) throw new Refusal("Each key needs an id of its own.");
  return keys;
}

/** Calls Latchkey. Waits and asks again while it is busy, unavailable or over a limit; the key makes that harmless. */
function createClient(origin, token) {
  let pausedUntil = 0;
  const pause = (ms) => (pausedUntil = Math.max(pausedUntil, Date.now() + ms));

  async function once(method, target, { body, key }) {
    await sleep(Math.max(0, pausedUntil - Date.now()));
    const response = await fetch(new URL(target, origin), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(key ? { "idempotency-key": key } : {}),
        ...(body ? { "content-type": "application/json" } : {}),
      },
      body: body && JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body: await response.json() };
  }

  return async function call(method, target, options = {}) {
    for (let tries = 1; ; tries += 1) {
      const answer = await once(method, target, options).catch((error) => ({ status: 0, error }));
      const { status, retryAfter, body } = answer;
      const isPassing = status === 0 || status === 429 || status >= 500 || body.code === "request_in_progress";
      if (!isPassing) return answer;
      if (tries === MAX_TRIES && status !== 429) throw answer.error ?? new Error(`Latchkey answers ${status}.`);
      const seconds = retryAfter ? Number(retryAfter) : Math.min(30, 2 ** tries / 4);
      if (status === 429) pause(seconds * 1000);
      else await sleep(seconds * 1000 * (1 + Math.random() / 4));
    }
  };
}

/** The same for the same key in each run. Latchkey remembers it for 24 hours. */
const idempotencyKeyOf = (id) => `migrate-${digestOf(id)}`;
const digestOf = (id) => createHash("sha256").update(String(id)).digest("hex");

/** A token's name is unique in Latchkey, so it ends with the key's id. At most 100 characters. */
function nameOf({ id, token }) {
  const suffix = ` (${String(id).length <= 64 ? id : digestOf(id)})`;
  return token.name.slice(0, 100 - suffix.length) + suffix;
}

/** What Latchkey says about a token that an earlier run created; the last one after the 24 hours. */
const CREATED_BEFORE = ["secret_already_shown", "answer_lost", "name_taken"];

/** Creates the token of a key. Returns its id and secret. */
async function create(call, key, { replaceLost }) {
  const name = nameOf(key);
  const body = { ...key.token, name, permissions: [] };
  const { status, body: answer } = await call("POST", "/api/v1/tokens", { body, key: idempotencyKeyOf(key.id) });
  if (status === 201) return { tokenId: answer.id, secret: answer.secret };
  if (!CREATED_BEFORE.includes(answer.code)) throw new Refusal(textOf(answer));
  if (!replaceLost) throw new Refusal("was created before, but its secret is not in the output; see --replace-lost");
  return replaceSecret(call, answer.context?.tokenId ?? (await findToken(call, body)));
}

/** The token that an earlier run created: not one of the same name with another subject or other scopes. */
async function findToken(call, { name, subject = null, grants }) {
  const { body } = await call("GET", `/api/v1/tokens?${new URLSearchParams({ search: name, limit: "200" })}`);
  const found = body.items?.find((token) => token.name === name);
  if (!found) throw new Refusal("was created before, and is not found");
  if ((found.subject ?? null) !== subject || scopesOf(found.grants) !== scopesOf(grants))
    throw new Refusal("another token has this name: its subject or its scopes differ, so its secret is kept");
  return found.id;
}

/** Grants as text, in one order. */
const scopesOf = (grants = []) =>
  JSON.stringify(grants.map(({ api, scopes }) => [api, [...new Set(scopes)].sort()]).sort());

/** Ends the secret of a token that is not written down, and returns a new one. */
async function replaceSecret(call, tokenId) {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const { status, body } = await call("POST", `/api/v1/tokens/${tokenId}/rotate`, { key: crypto.randomUUID() });
    if (status === 200) return { tokenId, secret: body.secret };
    if (body.code !== "secret_already_shown") throw new Refusal(textOf(body));
  }
  throw new Error(`The secret of ${tokenId} could not be replaced.`);
}

const textOf = ({ code, title, detail, errors = [] }) =>
  [code, detail ?? title, ...errors.map((error) => `${error.field}: ${error.detail}`)].join("; ");

/** Opens the file of secrets, for its owner alone, and reads which keys it has. */
function openOutput(file) {
  const { O_RDWR, O_CREAT, O_APPEND, O_NOFOLLOW } = fs.constants;
  const lock = `${file}.lock`;
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
  } catch {
    throw new Refusal(`Another run writes ${file}. If there is none, delete ${lock}.`);
  }
  const unlock = () => fs.rmSync(lock);
  try {
    const descriptor = fs.openSync(file, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600);
    if ((fs.fstatSync(descriptor).mode & 0o077) !== 0) throw new Refusal(`Others may read ${file}: chmod 600.`);
    const text = fs.readFileSync(descriptor, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1); // a run that was killed may have left half a line
    fs.ftruncateSync(descriptor, Buffer.byteLength(whole));
    const done = new Set(
      whole
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line).key),
    );
    return { done, write: (entry) => fs.writeSync(descriptor, `${JSON.stringify(entry)}\n`), unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}

function checkOrigin(origin) {
  const { protocol, hostname } = new URL(origin);
  if (protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return origin;
  throw new Refusal("Secrets cross the network: use https.");
}

/** Creates what is missing, some at once. Returns how many were created and refused. */
async function createAll(keys, { call, output, concurrency, replaceLost }) {
  const counts = { created: 0, refused: 0 };
  let isOver = false;
  async function createOne(key) {
    try {
      output.write({ key: key.id, ...(await create(call, key, { replaceLost })) });
      counts.created += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      process.stderr.write(`${key.id}: ${error.message}\n`);
      counts.refused += 1;
      isOver ||= counts.refused >= MAX_REFUSED;
    }
  }
  const rest = keys.filter(({ id }) => !output.done.has(id)).values();
  async function work() {
    for (const key of rest) if (!isOver) await createOne(key);
  }
  const outcomes = await Promise.allSettled(
    Array.from({ length: concurrency }, () => work().finally(() => (isOver = true))),
  );
  const failed = outcomes.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
  return counts;
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  const needed = values["dry-run"] ? ["mapping", "input"] : ["mapping", "input", "origin", "output"];
  if (needed.some((name) => values[name] === undefined)) throw new Refusal(USAGE);
  const keys = await readKeys(values);
  for (const { id, skip } of keys) if (skip) process.stderr.write(`${id}: skipped, ${skip}\n`);
  const wanted = keys.filter(({ skip }) => !skip);
  if (values["dry-run"]) {
    for (const key of wanted)
      process.stdout.write(`${JSON.stringify({ key: key.id, ...key.token, name: nameOf(key) })}\n`);
    return;
  }
  const token = process.env.LATCHKEY_ISSUER_TOKEN;
  if (!token) throw new Refusal("Set LATCHKEY_ISSUER_TOKEN.");
  const concurrency = Number(values.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new Refusal("--concurrency is a whole number from 1 on.");
  const call = createClient(checkOrigin(values.origin), token);
  const output = openOutput(values.output);
  try {
    const begun = performance.now();
    const counts = await createAll(wanted, { call, output, concurrency, replaceLost: values["replace-lost"] });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    process.stdout.write(
      `${counts.created} created in ${seconds} s, ${output.done.size} done before, ${counts.refused} refused\n`,
    );
    if (counts.refused > 0) process.exitCode = 1;
  } finally {
    output.unlock();
  }
}

await main().catch((error) => {
  process.stderr.write(`${error instanceof Refusal ? error.message : (error.stack ?? error)}\n`);
  process.exitCode = 1;
});
