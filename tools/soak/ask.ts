import http from "node:http";

const PATIENCE_MS = 5_000;

/** Connections to one instance, a bounded number, kept open. */
export function connectionsTo(count: number): http.Agent {
  return new http.Agent({ keepAlive: true, maxSockets: count });
}

interface Question {
  method: "GET" | "POST";
  headers?: Record<string, string>;
  form?: Record<string, string>;
  agent?: http.Agent;
}

/** The status of the answer; null when none came: refused, reset or too late. */
export function statusOf(url: string, { method, headers = {}, form, agent }: Question): Promise<number | null> {
  const body = form && new URLSearchParams(form).toString();
  const ofForm =
    body === undefined
      ? {}
      : { "content-type": "application/x-www-form-urlencoded", "content-length": String(body.length) };
  return new Promise((resolve) => {
    const request = http.request(
      url,
      { method, agent, headers: { ...headers, ...ofForm }, timeout: PATIENCE_MS },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? null));
        response.on("error", () => resolve(null));
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(null));
    request.end(body);
  });
}
