import { handle } from "../handle";
import { undescribed } from "./described";

/** What a test sends besides method and path. */
export interface SentRequest {
  /** A token's secret. */
  readonly token?: string;
  /** Sent as JSON, unless it is text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the API app in this process. Throws if the OpenAPI document does not name the status of the answer. */
export async function call(
  method: string,
  path: string,
  { token, body, headers = {} }: SentRequest = {},
): Promise<Response> {
  const raw = typeof body === "string" || body instanceof Uint8Array || body === undefined;
  const sent = new Headers({
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(raw ? {} : { "content-type": "application/json" }),
    ...headers,
  });
  const payload = raw ? (body as string | Uint8Array<ArrayBuffer> | undefined) : JSON.stringify(body);
  const answer = await handle(
    new Request(`http://localhost${path}`, {
      method,
      headers: sent,
      ...(payload === undefined ? {} : { body: payload }),
    }),
  );
  const wrong = await undescribed(method, path, answer.status);
  if (wrong !== null) throw new Error(wrong);
  return answer;
}
