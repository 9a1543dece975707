import "server-only";
import { PROBLEMS } from "@/lib/platform/result/problems";
import { currentSession } from "@/lib/access/session/session";
import type { Uploaded } from "@/lib/content/dto";
import { MAX_BUNDLE_BYTES } from "@/lib/content/parse/limits";
import { BodyTooSlow, ConnectionLost, holdBody, readBody } from "@/lib/platform/http/body";
import { NOSNIFF } from "@/lib/platform/http/security-headers";
import { fail, type Result } from "@/lib/platform/result/result";
import { findSpaceHere } from "./require-space";

type Upload = (input: {
  organizationId: string;
  spaceId: string;
  overwrite: boolean;
  bytes: Uint8Array<ArrayBuffer>;
}) => Promise<Result<Uploaded>>;

/**
 * Answers the browser's upload of a bundle, which is its body. No byte is read for a person who may not see the space.
 * The body is read at the pace and within the memory of the API's uploads (docs/decisions/0044).
 */
export async function receiveBundle(request: Request, spaceId: string, upload: Upload): Promise<Response> {
  if (!(await currentSession())) return answer(fail("unauthenticated"));
  const here = await findSpaceHere(spaceId);
  if (!here) return answer(fail("not_found"));
  const { organizationId } = here.actor;
  const overwrite = new URL(request.url).searchParams.get("overwrite") === "true";
  const held = holdBody(organizationId);
  try {
    const read = await readBody(request, MAX_BUNDLE_BYTES, { held });
    if (!read.ok) return answer(fail(read.reason, { detail: DETAIL[read.reason] }));
    return answer(await upload({ organizationId, spaceId, overwrite, bytes: read.bytes }));
  } catch (error) {
    if (!(error instanceof BodyTooSlow || error instanceof ConnectionLost)) throw error;
    return answer(fail("request_timeout"), { connection: "close" }); // The rest of the body never came.
  } finally {
    held.release();
  }
}

const DETAIL = {
  payload_too_large: { maxBytes: MAX_BUNDLE_BYTES },
  unavailable: { retryAfterSeconds: 5 },
} as const;

const HEADERS = { "cache-control": "no-store", ...NOSNIFF };

function answer(result: Result<Uploaded>, headers: Record<string, string> = {}): Response {
  if (result.ok) return Response.json(result, { status: 201, headers: HEADERS });
  const seconds = result.detail?.retryAfterSeconds;
  const wait = typeof seconds === "number" ? { "retry-after": String(seconds) } : undefined;
  return Response.json(result, {
    status: PROBLEMS[result.reason].status,
    headers: { ...HEADERS, ...wait, ...headers },
  });
}
