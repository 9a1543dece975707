import type { IncomingMessage } from "node:http";
import { type Pace, PACE, PaceWatch } from "../../platform/http/body";
import type { BodyRefusal } from "../../platform/result/body-refusal";
import type { Sender } from "./sender";

/** The most of a refused body that is read and thrown away, in bytes: a browser that still sends may miss an answer. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/** A whole body, why it was refused, or null if the client went away. `release` its memory when it is answered. */
export type ReadPageBody =
  | { readonly ok: true; readonly bytes: Buffer; readonly release: () => void }
  | { readonly ok: false; readonly reason: BodyRefusal }
  | null;

/** Reads a body of at most `max` bytes at a minimum pace, in the memory of its sender. */
export function readPageBody(
  request: IncomingMessage,
  max: number,
  { key, arrivals }: Pick<Sender, "key" | "arrivals">,
  pace: Pace = PACE,
): Promise<ReadPageBody> {
  const announced = Number(request.headers["content-length"]);
  if (announced > MAX_DISCARDED_BYTES) return Promise.resolve({ ok: false, reason: "payload_too_large" });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const refuse = (reason: BodyRefusal) => settle({ ok: false, reason });
    const arrival = announced > max ? null : arrivals.begin(key, () => refuse("unavailable"));
    let refusal: BodyRefusal | null = announced > max ? "payload_too_large" : arrival === null ? "unavailable" : null;
    const watch = new PaceWatch(pace);
    watch.tooSlow.catch(() => refuse(refusal ?? "request_timeout"));

    function onData(chunk: Buffer) {
      watch.count(chunk.length);
      if (refusal !== null) return;
      if (arrival?.add(chunk.length)) return void chunks.push(chunk);
      refusal = "unavailable";
      arrival?.release();
      chunks.length = 0;
    }
    function onEnd() {
      if (refusal !== null || arrival === null) return refuse(refusal ?? "unavailable");
      arrival.complete();
      settle({ ok: true, bytes: Buffer.concat(chunks), release: () => arrival.release() });
    }
    const onGone = () => settle(null);

    function settle(result: ReadPageBody) {
      watch.stop();
      request.off("data", onData).off("end", onEnd).off("close", onGone).off("error", onGone).pause();
      request.on("error", () => undefined); // It is answered already.
      if (!result?.ok) arrival?.release();
      chunks.length = 0;
      resolve(result);
    }
    request.on("data", onData).on("end", onEnd).on("close", onGone).on("error", onGone);
    if (request.destroyed) onGone();
  });
}
