import { createHash } from "node:crypto";
import type { TokenActor } from "../../access/authorization/actor";
import {
  begin,
  ClaimLost,
  complete,
  keyUse,
  release,
  underClaim,
  type Claim,
  type KeptAnswer,
} from "../../platform/idempotency";
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
 * Answers a POST, once for its Idempotency-Key where it has one (docs/decisions/0022-repeated-posts.md). What was
 * refused changed nothing and frees the key. After an exception the key stays taken: for good if the change was
 * committed, which its own transaction records (docs/decisions/0050-keys-commit-with-changes.md), otherwise for five
 * minutes.
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
  switch (begun.state) {
    case "first":
      return first(c, begun.claim, work);
    case "done":
      return repeat(c, begun.answer);
    case "running":
      return inProgress(c);
    case "reused":
      return problem(c, "idempotency_key_reused");
    case "lost":
      return problem(c, "answer_lost");
  }
}

const inProgress = (c: ApiContext) => problem(c, "request_in_progress", {}, { "retry-after": "2" });

/** Writes what an operation returned. */
export function written<Body>(c: ApiContext, result: OperationAnswer<Body> | Failure): Response {
  return result.ok ? write(c, result) : writeFailure(c, result);
}

async function first<Body>(
  c: ApiContext,
  claim: Claim,
  work: () => Promise<OperationAnswer<Body> | Failure>,
): Promise<Response> {
  const result = await workUnder(claim, work);
  if (result === null) return inProgress(c);
  if (!result.ok) {
    await release(claim);
    return writeFailure(c, result);
  }
  await keep(claim, keptOf(result));
  return write(c, result);
}

/** The result of the work; null, with nothing changed, when a later request has taken the key over. */
async function workUnder<Body>(claim: Claim, work: () => Promise<OperationAnswer<Body> | Failure>) {
  try {
    return await underClaim(claim, work);
  } catch (error) {
    if (error instanceof ClaimLost) return null;
    throw error;
  }
}

/** Stores the answer for repeats. If that fails, the client gets it all the same, and a repeat gets `answer_lost`. */
async function keep(claim: Claim, answer: KeptAnswer): Promise<void> {
  try {
    await complete(claim, answer);
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
