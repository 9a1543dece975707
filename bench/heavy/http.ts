import http from "node:http";

/** An answer. Only the beginning of its body is kept. */
export interface Drained {
  readonly status: number;
  readonly bytes: number;
  /** The first bytes of the body, as text. */
  readonly beginning: string;
}

const BEGINNING = 200;

export interface Ask {
  readonly url: string;
  readonly token: string;
  readonly agent: http.Agent;
  /** A JSON body to POST; GET without one. */
  readonly body?: string;
}

/** Sends a request and reads its answer, without keeping it. */
export function ask({ url, token, agent, body }: Ask): Promise<Drained> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent, headers, method: body === undefined ? "GET" : "POST" }, (response) => {
      let [bytes, beginning] = [0, ""];
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (beginning.length < BEGINNING) beginning += chunk.toString("latin1").slice(0, BEGINNING);
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, bytes, beginning }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}
