import type { ApiContext } from "./context";

export type Body = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly maxBytes: number };

/** The body of a request, if it is not longer than `maxBytes`; the rest of a longer one is not read. */
export async function readBody(c: ApiContext, maxBytes: number): Promise<Body> {
  if (Number(c.req.raw.headers.get("content-length") ?? 0) > maxBytes) return { ok: false, maxBytes };
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) return { ok: false, maxBytes };
    chunks.push(chunk);
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}
