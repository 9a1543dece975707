import "server-only";
import { PROBLEMS } from "@/lib/platform/result/problems";
import { currentSession } from "@/lib/access/session/session";
import type { Uploaded } from "@/lib/content/dto";
import { MAX_BUNDLE_BYTES } from "@/lib/content/parse/limits";
import { fail, type Result } from "@/lib/platform/result/result";
import { findSpaceHere } from "./require-space";
import { NOSNIFF } from "@/lib/platform/http/security-headers";

type Upload = (input: {
  organizationId: string;
  spaceId: string;
  overwrite: boolean;
  bytes: Uint8Array<ArrayBuffer>;
}) => Promise<Result<Uploaded>>;

/** Answers the browser's upload of a bundle, which is its body. Not a byte is read for somebody who does not see the space. */
export async function receiveBundle(request: Request, spaceId: string, upload: Upload): Promise<Response> {
  if (!(await currentSession())) return answer(fail("unauthenticated"));
  const here = await findSpaceHere(spaceId);
  if (!here) return answer(fail("not_found"));
  const bytes = await readWithin(request, MAX_BUNDLE_BYTES);
  if (bytes === null) return answer(fail("payload_too_large", { detail: { maxBytes: MAX_BUNDLE_BYTES } }));
  const overwrite = new URL(request.url).searchParams.get("overwrite") === "true";
  return answer(await upload({ organizationId: here.actor.organizationId, spaceId, overwrite, bytes }));
}

function answer(result: Result<Uploaded>): Response {
  const status = result.ok ? 201 : PROBLEMS[result.reason].status;
  return Response.json(result, {
    status,
    headers: { "cache-control": "no-store", ...NOSNIFF },
  });
}

/** The body, or null when it is longer; no more than that is ever held. */
async function readWithin({ headers, body }: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(headers.get("content-length") ?? 0) > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
