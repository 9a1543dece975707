import { createInterface } from "node:readline";
import { createDatabase, databaseName } from "./connection.mjs";
import { describe } from "./errors.mjs";

/** Answers JSON-RPC requests by lines, one after another, until standard input ends. */
export function serve(engine, url) {
  const answers = new Map(); // to our own requests, by id
  const print = printer(answers);
  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => {
    if (!line.trim()) return;
    const message = JSON.parse(line);
    if (message.method === undefined) answers.get(message.id)?.();
    else queue = queue.then(() => reply(message, { engine, url, print }));
  });
  lines.on("close", () => void queue.then(() => engine.close()).finally(() => process.exit()));
}

async function reply({ id, method, params }, context) {
  try {
    const result = await perform(method, params, context);
    send({ id, result: plain(result ?? {}) });
  } catch (thrown) {
    const { code, message } = describe(await context.engine.original(thrown), context.url);
    const data = { is_panic: false, message, meta: thrown?.meta ?? null, error_code: code ?? thrown?.code };
    send({ id, error: { code: 4466, message: "An error happened. Check the data field for details.", data } });
  }
}

async function perform(method, params, { engine, url, print }) {
  if (method === "createDatabase") {
    const target = params.datasource?.url ?? url;
    await createDatabase(target);
    return { databaseName: databaseName(target) };
  }
  const result = await engine.call(method, params);
  if (method !== "diff") return result;
  if (result.stdout) await print(result.stdout);
  return { exitCode: result.exitCode, stdout: null };
}

// The native engine sends its output as requests, which the CLI answers.
function printer(answers) {
  let next = 1_000_000; // out of the way of the CLI's ids
  return (content) =>
    new Promise((resolve) => {
      const id = next++;
      answers.set(id, () => {
        answers.delete(id);
        resolve();
      });
      send({ id, method: "print", params: { content } });
    });
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

// The bindings return Maps, but the CLI expects objects.
function plain(value) {
  return JSON.parse(JSON.stringify(value, (_, inner) => (inner instanceof Map ? Object.fromEntries(inner) : inner)));
}
