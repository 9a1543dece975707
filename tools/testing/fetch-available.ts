import { setTimeout as sleep } from "node:timers/promises";

const TRIES = 60;
const PAUSE_MS = 500;

/**
 * Fetches, and repeats that while the answer is 503 with Retry-After. A token check abandons its look-up after 850 ms,
 * and on a busy machine PostgreSQL may wait that long for a processor. For requests that change nothing.
 */
export async function fetchAvailable(url: string, init: RequestInit = {}): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(url, init);
    if (answer.status !== 503 || !answer.headers.has("retry-after") || tries === TRIES) return answer;
    await answer.body?.cancel();
    await sleep(PAUSE_MS);
  }
}
