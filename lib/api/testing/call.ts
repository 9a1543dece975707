import { handle } from "../handle";

/** What a test sends beside method and path. */
export interface Sent {
  /** A token's secret. */
  readonly token?: string;
  /** Sent as JSON, unless it is text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the API app in this process. */
export async function call(method: string, path: string, { token, body, headers = {} }: Sent = {}): Promise<Response> {
  const raw = typeof body === "string" || body instanceof Uint8Array || body === undefined;
  const sent = new Headers({
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(raw ? {} : { "content-type": "application/json" }),
    ...headers,
  });
  const payload = raw ? (body as string | Uint8Array<ArrayBuffer> | undefined) : JSON.stringify(body);
  return handle(
    new Request(`http://localhost${path}`, {
      method,
      headers: sent,
      ...(payload === undefined ? {} : { body: payload }),
    }),
  );
}
