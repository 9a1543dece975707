// @latchkey/verifier in a process of its own. /run?seconds= checks tokens in a loop and answers what generators report.
import { createServer } from "node:http";
import { createVerifier } from "@/packages/verifier/src/index";

const { ISSUER = "", VERIFIER_TOKEN = "", API = "", SCOPE = "", TOKENS = "" } = process.env;
const tokens = TOKENS.split(",");
const demand = { scopes: [SCOPE] };
const verifier = createVerifier({ issuer: ISSUER, token: VERIFIER_TOKEN, api: API });

/** So many checks are timed at once, and between them is a pause, as in a program that waits for requests. */
const BATCH = 1_000;

interface Batch {
  readonly accepted: number;
  /** Of one check, in ms. */
  readonly ms: number;
}

async function check(): Promise<Batch> {
  const started = performance.now();
  let accepted = 0;
  // A request's token is a text of its own, of which no hash is known yet.
  for (let at = 0; at < BATCH; at += 1) {
    const token = Buffer.from(tokens[at % tokens.length] ?? "").toString("latin1");
    if ((await verifier.verify(token, demand)).ok) accepted += 1;
  }
  return { accepted, ms: (performance.now() - started) / BATCH };
}

async function run(seconds: number) {
  const started = performance.now();
  const end = started + seconds * 1_000;
  const batches: Batch[] = [];
  for (; performance.now() < end; await new Promise((resolve) => setImmediate(resolve))) batches.push(await check());
  const times = batches.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    answers: batches.length * BATCH,
    expected: batches.reduce((sum, { accepted }) => sum + accepted, 0),
    failures: 0,
    seconds: (performance.now() - started) / 1_000,
    p50Ms: times[times.length >> 1],
    p99Ms: times[Math.floor(times.length * 0.99)],
  };
}

createServer((request, response) => {
  const seconds = Number(new URL(request.url ?? "/", ISSUER).searchParams.get("seconds") ?? 0);
  void run(seconds).then((sent) => response.end(JSON.stringify(sent)));
}).listen(Number(process.env.PORT), "127.0.0.1");
