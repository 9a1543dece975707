import { invalid, refusal } from "./failure";

export interface DataUrl {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** RFC 2397, the base64 form: `data:<type>[;parameter=value]*;base64,<data>`. A missing type means text/plain. */
const HEAD = /^data:([\w.+-]+\/[\w.+-]+)?((?:;[\w-]+=[\w."'+-]*)*);base64,/i;
const MAX_HEAD_LENGTH = 200;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * The bytes of a data URL whose type is one of `types`. Throws `unsupported_media_type` for another type and
 * `invalid_input` for an invalid data URL or broken base64. The URL-safe alphabet is not base64 (RFC 4648).
 */
export function readDataUrl(field: string, url: string, types: readonly string[]): DataUrl {
  const head = HEAD.exec(url.slice(0, MAX_HEAD_LENGTH));
  if (!head) throw invalid(field, "Send a data URL in base64, such as data:application/x-yaml;base64,…");
  const type = (head[1] ?? "text/plain").toLowerCase();
  if (!types.includes(type))
    throw refusal("unsupported_media_type", {
      detail: `A data URL of the type ${type} is not taken here; one of ${types.join(", ")} is.`,
    });
  const data = url.slice(head[0].length);
  if (data.length % 4 !== 0 || !BASE64.test(data))
    throw invalid(field, "The base64 of the data URL is broken or cut off.");
  return { type, bytes: Buffer.from(data, "base64") };
}
