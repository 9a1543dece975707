import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { bundleWorkers } from "../../tools/building/server-bundle";
import { createMember, createOrganization } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { pool } from "../platform/db";
import { isDatabaseAway } from "../platform/db/errors";
import { inTransaction } from "../platform/db/transaction";
import { nextRequestId, withRequest } from "../platform/request-context";
import { WorkerFailed } from "../platform/worker/in-worker";
import { useWorkersIn } from "../platform/worker/worker-file";
import { appendAudit } from "./append";
import { canonicalJson, isChainMac } from "./canonical";
import { verifyAuditLog } from "./queries";
import { verifyChain } from "./verify";

vi.mock("./canonical", { spy: true });

const database = useTestDatabase();
const FOLDER = `dist/testing-verifier-${process.pid}`;
const BROKEN = `dist/testing-verifier-broken-${process.pid}`;
const HANGING = `dist/testing-verifier-hanging-${process.pid}`;
const EVENTS = 450;
const AT_ONCE = 50;
let chain: string;
/** The application's role: it may see and end what connections of its own do. */
let app: pg.Client;
const OF_THREADS = "a.application_name = 'latchkey audit' AND a.datname = current_database()";

beforeAll(async () => {
  await bundleWorkers(FOLDER);
  writeThread(BROKEN, "throw new Error('broken');");
  writeThread(HANGING, "setInterval(() => undefined, 1_000);");
  app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
  chain = (await createOrganization()).id;
  for (let first = 1; first <= EVENTS; first += AT_ONCE) await appendEvents(first);
});
afterAll(async () => {
  await app.end();
  for (const folder of [FOLDER, BROKEN, HANGING]) rmSync(folder, { recursive: true, force: true });
});

/** Appends events in one transaction: few, so that it ends in time on a busy machine too. */
async function appendEvents(first: number): Promise<void> {
  await inTransaction(async (tx) => {
    for (let i = first; i < first + AT_ONCE; i += 1)
      await appendAudit(tx, {
        chain,
        actor: { kind: "system", name: "Test", address: null },
        action: "thing.done",
        resource: { kind: "thing", id: String(i) },
        message: `Did it ${i}`,
        change: { i },
      });
    return { ok: true };
  });
}

beforeEach(() => {
  useWorkersIn(pathToFileURL(`${FOLDER}/`));
  vi.clearAllMocks();
});

/** Makes a folder with a thread that does something else. */
function writeThread(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/audit-verifier.mjs`, text);
}

/** The server process of a thread's connection, once it waits for a lock. */
async function waitingProcess(): Promise<number | undefined> {
  let found: { pid: number }[] = [];
  const count = async () => {
    ({ rows: found } = await app.query<{ pid: number }>(
      `SELECT a.pid FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted WHERE ${OF_THREADS}`,
    ));
    return found.length;
  };
  await expect.poll(count, { interval: 20 }).toBe(1);
  return found[0]?.pid;
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** Runs `work` while no event can be read. */
async function whileLocked<T>(work: () => Promise<T>): Promise<T> {
  const locker = new pg.Client({ connectionString: database.ownerUrl });
  await locker.connect();
  await locker.query(`BEGIN; LOCK TABLE "AuditEvent" IN ACCESS EXCLUSIVE MODE`);
  try {
    return await work();
  } finally {
    await locker.query("ROLLBACK");
    await locker.end();
  }
}

const connections = async () => (await app.query(`SELECT 1 FROM pg_stat_activity a WHERE ${OF_THREADS}`)).rows.length;

describe("where a thread was built", () => {
  test("nothing of a chain is read or hashed by the process itself", async () => {
    const query = vi.spyOn(pool(), "query");
    expect(await verifyChain(chain)).toMatchObject({ verified: EVENTS, fault: null });
    expect([query, vi.mocked(isChainMac), vi.mocked(canonicalJson)].map(({ mock }) => mock.calls.length)).toEqual([
      0, 0, 0,
    ]);
    useWorkersIn(new URL("file:///nowhere/"));
    await verifyChain(chain);
    expect(vi.mocked(isChainMac).mock.calls.length).toBeGreaterThanOrEqual(EVENTS);
    query.mockRestore();
  });

  test("its connection is closed when it is done", async () => {
    await verifyChain(chain);
    await expect.poll(connections).toBe(0);
  });

  test("a verification that nobody wants any more ends, or does not even begin", async () => {
    useWorkersIn(pathToFileURL(`${HANGING}/`));
    const { signal, abort } = abortable();
    const verification = verifyChain(chain, { signal });
    abort();
    await expect(verification).rejects.toBe(signal.reason);
    await expect(verifyChain(chain, { signal })).rejects.toBe(signal.reason);
  });

  test("a database that goes away is told as that", async () => {
    const error = await whileLocked(async () => {
      const verification = verifyChain(chain).catch((reason: unknown) => reason);
      const pid = await waitingProcess();
      await app.query("SELECT pg_terminate_backend($1)", [pid]);
      return verification;
    });
    expect(error).toBeInstanceOf(Error);
    expect(isDatabaseAway(error)).toBe(true);
  });

  test("one that breaks is an error, and the log cannot be verified now", async () => {
    useWorkersIn(pathToFileURL(`${BROKEN}/`));
    await expect(verifyChain(chain)).rejects.toThrow(WorkerFailed);
    const admin = await createMember(chain, "super_admin");
    expect(await verifyAuditLog(admin)).toMatchObject({ ok: false, reason: "unavailable" });
  });

  test("of several clients that ask for one log, the last that goes ends its verification", async () => {
    const admin = await createMember(chain, "super_admin");
    const clients = [abortable(), abortable()] as const;
    const ask = (gone?: AbortSignal) =>
      withRequest({ id: nextRequestId(), route: null, gone }, () => verifyAuditLog(admin));
    useWorkersIn(pathToFileURL(`${HANGING}/`));
    const answers = Promise.all(clients.map(({ signal }) => ask(signal)));
    for (const { abort } of clients) abort();
    expect(await answers).toMatchObject([{ ok: false }, { ok: false }]);
    useWorkersIn(pathToFileURL(`${FOLDER}/`));
    expect(await ask()).toMatchObject({ ok: true, verification: { fault: null } });
  });
});
