import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { inRoot } from "../../tools/project";
import { scratchFolder } from "../../tools/testing/scratch";
import { z } from "../../lib/platform/validation/zod";
import { isSeveral, nextCall, type BenchCall, type BenchTarget } from "../target";
import { CONNECTIONS, type Generator, type LoadPlan, type Sent } from "./generator";

const run = promisify(execFile);

/** How many requests are written for a target that makes each one anew, and how many bytes. Then they begin again. */
const MAX_REQUESTS = 60_000;
const MAX_BYTES = 64 * 1024 * 1024;

const report = z.object({
  answers: z.int(),
  micros: z.int(),
  p50: z.number(),
  p99: z.number(),
  failures: z.int(),
  not2xx: z.int(),
});

/** wrk, if it is installed: a process of its own that takes a third of a core where autocannon takes all of it. */
export function findWrk(): Generator | null {
  const { stdout, error } = spawnSync("wrk", ["-v"], { encoding: "utf8" });
  const version = error ? null : /^wrk (?:debian\/)?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  return version ? { name: `wrk ${version}`, send } : null;
}

/**
 * wrk counts answers that are not 2xx or 3xx, and does not tell them apart. So all of them must be of one kind, and one
 * more request must have the status that is expected.
 */
async function send(target: BenchTarget, { seconds }: LoadPlan): Promise<Sent> {
  const scratch = scratchFolder();
  try {
    const file = join(scratch.folder, "requests");
    writeFileSync(file, Buffer.concat(requestsOf(target)));
    const options = ["-t1", `-c${CONNECTIONS}`, `-d${Math.ceil(seconds)}s`, "-s", inRoot("bench/generators/wrk.lua")];
    const { stdout } = await run("wrk", [...options, target.url, "--", file]);
    const { answers, micros, p50, p99, failures, not2xx } = report.parse(JSON.parse(lastLine(stdout)));
    const isExpected = await hasStatus(target);
    const alike = target.status < 400 ? answers - not2xx : not2xx;
    return {
      answers,
      expected: isExpected ? alike : 0,
      failures,
      seconds: micros / 1e6,
      p50Ms: p50 / 1_000,
      p99Ms: p99 / 1_000,
    };
  } finally {
    scratch.remove();
  }
}

const lastLine = (text: string) => text.trimEnd().split("\n").at(-1) ?? "";

async function hasStatus(target: BenchTarget): Promise<boolean> {
  const answer = await fetch(target.url, { ...nextCall(target)(), redirect: "manual" });
  await answer.arrayBuffer();
  return answer.status === target.status;
}

/** Each request after a line with its length. */
function requestsOf(target: BenchTarget): Buffer[] {
  const next = nextCall(target);
  const most = typeof target.call === "function" ? MAX_REQUESTS : isSeveral(target.call) ? target.call.length : 1;
  const requests: Buffer[] = [];
  for (let count = 0, bytes = 0; count < most && bytes < MAX_BYTES; count += 1) {
    const text = textOf(target.url, next());
    bytes += text.length;
    requests.push(Buffer.from(`${text.length}\n`), text);
  }
  return requests;
}

function textOf(url: string, { method = "GET", headers = {}, body = "" }: BenchCall): Buffer {
  const { pathname, search, host } = new URL(url);
  const length = method === "GET" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const fields = Object.entries({ host, ...headers, ...length }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${fields.join("")}\r\n${body}`);
}
