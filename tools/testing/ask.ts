import http from "node:http";

const TIMEOUT_MS = 5_000;

/** A bounded number of keep-alive connections to one instance. */
export function connectionsTo(count: number): http.Agent {
  return new http.Agent({ keepAlive: true, maxSockets: count });
}

interface Question {
  method: "GET" | "POST";
  headers?: Record<string, string>;
  form?: Record<string, string>;
  json?: unknown;
  agent?: http.Agent;
}

interface Answer {
  status: number;
  body: string;
}

/** The status of the answer; null if there was none: refused, reset or too late. */
export async function statusOf(url: string, question: Question): Promise<number | null> {
  return (await ask(url, question))?.status ?? null;
}

/** The answer; null if none arrived completely: refused, reset or too late. */
export function ask(url: string, { method, headers = {}, form, json, agent }: Question): Promise<Answer | null> {
  const [type, body] = json
    ? ["application/json", JSON.stringify(json)]
    : ["application/x-www-form-urlencoded", form && new URLSearchParams(form).toString()];
  const ofBody = body === undefined ? {} : { "content-type": type, "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve) => {
    const request = http.request(
      url,
      { method, agent, headers: { ...headers, ...ofBody }, timeout: TIMEOUT_MS },
      (response) => {
        let received = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: received }));
        response.on("error", () => resolve(null));
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(null));
    request.end(body);
  });
}
