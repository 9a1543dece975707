import http from "node:http";
import { loadavg } from "node:os";
import { cpuMicrosOf } from "../cpu";
import { steadyChecks, type CheckTimes } from "./checks";
import type { HeavyData } from "./data";
import { ask } from "./http";
import { isAnswered, type HeavyDocument } from "./largest";

/** A measurement of checks while a heavy document runs in loops. */
export interface HeavyRow {
  readonly name: string;
  readonly documents: number;
  readonly refused: number;
  /** The size of an answer. */
  readonly bytes: number;
  readonly checks: CheckTimes;
  /** How much of one core the server had. */
  readonly coreShare: number;
  /** The machine's load average of the last minute. */
  readonly machineLoad: number;
}

interface Setting {
  readonly server: { readonly url: string; readonly pid: number };
  readonly data: HeavyData;
  readonly seconds: number;
}

const LOOPS = 8;
const WARM_UP_SECONDS = 1;

/** Measures checks while LOOPS loops send a document, or while nothing else runs (null). */
export async function measureBeside(
  document: HeavyDocument | null,
  { server, data, seconds }: Setting,
): Promise<HeavyRow> {
  const { owner, checked } = data;
  const url = `${server.url}/api/v1/forward-auth?organization=${checked.organizationId}&permission=viewer`;
  const loops = document ? startLoops(`${server.url}/api/graphql`, owner, document) : null;
  await steadyChecks(url, checked.secrets, WARM_UP_SECONDS);
  const [cpuBefore, begun] = [cpuMicrosOf(server.pid), performance.now()];
  const checks = await steadyChecks(url, checked.secrets, seconds);
  const coreShare = (cpuMicrosOf(server.pid) - cpuBefore) / ((performance.now() - begun) * 1_000);
  const answered = (await loops?.stop()) ?? { documents: 0, refused: 0, bytes: 0 };
  return { name: document?.name ?? "no documents", ...answered, checks, coreShare, machineLoad: loadavg()[0] ?? NaN };
}

function startLoops(url: string, token: string, document: HeavyDocument) {
  const agent = new http.Agent({ keepAlive: true });
  const state = { running: true, documents: 0, refused: 0, bytes: 0 };
  const loop = async () => {
    while (state.running) {
      const answer = await ask({ url, token, agent, body: document.nextBody() });
      if (!isAnswered(answer)) state.refused += 1;
      else [state.documents, state.bytes] = [state.documents + 1, answer.bytes];
    }
  };
  const loops = Promise.all(Array.from({ length: LOOPS }, loop));
  return {
    async stop() {
      state.running = false;
      await loops;
      agent.destroy();
      const { documents, refused, bytes } = state;
      return { documents, refused, bytes };
    },
  };
}
