import { createHash } from "node:crypto";
import type { TokenActor } from "../../access/authorization/actor";
import { begin, complete, keyUse, release, type KeptAnswer, type KeyUse } from "../../platform/idempotency";
import { logFailure } from "../../platform/db/failure-log";
import type { Failure } from "../../platform/result/result";
import type { ApiContext } from "../context";
import { problem } from "../problem";
import { PROBLEMS } from "../../platform/result/problems";
import { reply } from "../reply";
import { write, writeFailure } from "./write";
import type { OperationAnswer } from "./types";

/** 1 to 255 printable ASCII characters. */
const FORM = /^[\x21-\x7e]{1,255}$/;

/**
 * Answers a POST, once for its Idempotency-Key where it has one (docs/decisions/0022-repeated-posts.md). What was refused
 * changed nothing and frees the key; after what broke, nobody knows what it did, and the key stays taken for a while.
 */
export async function answerOnce<Body>(
  c: ApiContext,
  actor: TokenActor,
  asked: string | Uint8Array,
  work: () => Promise<OperationAnswer<Body> | Failure>,
): Promise<Response> {
  const key = c.req.method === "POST" ? c.req.raw.headers.get("idempotency-key") : null;
  if (key === null) return written(c, await work());
  if (!FORM.test(key))
    return problem(c, "invalid_request", {
      detail: "An Idempotency-Key has 1 to 255 printable characters and no spaces.",
    });
  const { pathname, search } = new URL(c.req.url);
  const use = keyUse(
    { id: actor.tokenId, organizationId: actor.organizationId },
    { method: c.req.method, path: pathname, key },
    createHash("sha256").update(search).update("\n").update(asked).digest(),
  );
  const begun = await begin(use);
  if (begun.state === "first") return first(c, use, work);
  if (begun.state === "done") return repeat(c, begun.answer);
  return problem(
    c,
    begun.state === "reused" ? "idempotency_key_reused" : "request_in_progress",
    {},
    begun.state === "running" ? { "retry-after": "2" } : {},
  );
}

function written<Body>(c: ApiContext, result: OperationAnswer<Body> | Failure): Response {
  return result.ok ? write(c, result) : writeFailure(c, result);
}

async function first<Body>(
  c: ApiContext,
  use: KeyUse,
  work: () => Promise<OperationAnswer<Body> | Failure>,
): Promise<Response> {
  const result = await work();
  if (!result.ok) {
    await release(use);
    return writeFailure(c, result);
  }
  await keep(use, keptOf(result));
  return write(c, result);
}

/** What was done is done: when its answer cannot be kept, the client gets it all the same, and repeats are 409 for a while. */
async function keep(use: KeyUse, answer: KeptAnswer): Promise<void> {
  try {
    await complete(use, answer);
  } catch (error) {
    logFailure(error, "an answer could not be kept for its Idempotency-Key");
  }
}

function keptOf<Body>({ status, body, headers = {}, onRepeat }: OperationAnswer<Body>): KeptAnswer {
  if (!onRepeat)
    return {
      status,
      headers: { ...headers, "content-type": "application/json" },
      body: body === null ? "" : JSON.stringify(body),
    };
  const { status: refused, title } = PROBLEMS[onRepeat.code];
  return {
    status: refused,
    headers: { "content-type": "application/problem+json" },
    body: JSON.stringify({ status: refused, code: onRepeat.code, title, context: onRepeat.context }),
  };
}

function repeat(c: ApiContext, { status, headers, body }: KeptAnswer): Response {
  return reply(c, status as 200, body === "" ? null : body, { ...headers, "idempotency-replayed": "true" });
}
