import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { parseAccept } from "hono/utils/accept";

/** Content codings in the order of the server's preference. */
const CODINGS = ["br", "gzip"] as const;

type Coding = (typeof CODINGS)[number];

/**
 * The best of the codings that Accept-Encoding allows (RFC 9110 section 12.5.3): the one with the highest weight, and
 * among equals the first one given. Undefined if it allows none of them.
 */
export function acceptedCoding<C extends Coding>(
  header: string | string[] | undefined,
  codings: readonly C[],
): C | undefined {
  const accepted = parseAccept(String(header ?? ""));
  const weightOf = (coding: string) =>
    (accepted.find(({ type }) => type.toLowerCase() === coding) ?? accepted.find(({ type }) => type === "*"))?.q ?? 0;
  const [best] = codings
    .map((coding) => ({ coding, weight: weightOf(coding) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return best?.coding;
}

/** One form of a text, with its ETag: each coding has its own (RFC 9110 section 8.8.3.3). */
interface Representation {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: { readonly etag: string; readonly vary: string; readonly "content-encoding"?: Coding };
}

/** The forms of a text that does not change, to choose from for each request. */
export interface CompressedText {
  /** The form for an Accept-Encoding header. */
  for(acceptEncoding: string | undefined): Representation;
  /** The form that a server in front compresses as it sees fit: its ETag is weak. */
  readonly plain: Representation;
}

/** Compresses a text with every coding. Takes a few hundred ms for a megabyte, on another thread. */
export async function compressText(text: string): Promise<CompressedText> {
  const plain = Buffer.from(text);
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(plain, { level: 9 }),
  ]);
  const digest = createHash("sha256").update(plain).digest("base64url");
  const form = (body: Uint8Array<ArrayBuffer>, etag: string, coding?: Coding): Representation => ({
    body,
    headers: { vary: "Accept-Encoding", etag, ...(coding ? { "content-encoding": coding } : {}) },
  });
  const forms = {
    br: form(br, `"${digest}-br"`, "br"),
    gzip: form(gzipped, `"${digest}-gzip"`, "gzip"),
    identity: form(plain, `"${digest}"`),
  };
  return {
    for: (header) => forms[acceptedCoding(header, CODINGS) ?? "identity"],
    plain: form(plain, `W/"${digest}"`),
  };
}

/**
 * Whether If-None-Match names this ETag, so that 304 is the answer (RFC 9110 section 13.1.2). The comparison is weak.
 */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  const given = (ifNoneMatch ?? "").split(",").map(opaque);
  return given.includes(opaque(etag)) || given.includes("*");
}
