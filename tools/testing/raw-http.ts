import { connect } from "node:net";

/** The response to bytes that no HTTP client would send. */
export interface RawAnswer {
  /** 0 if the connection was closed without an answer. */
  status: number;
  head: string;
  body: string;
}

/** Sends raw bytes, and reads until the other side closes or is silent. */
export function sendRaw(url: string, text: string, timeoutMs = 5_000): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(text, "latin1"));
    let received = "";
    const end = () => {
      socket.destroy();
      const [head = "", ...body] = received.split("\r\n\r\n");
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: body.join("\r\n\r\n") });
    };
    socket.setTimeout(timeoutMs, end);
    socket.on("data", (chunk: Buffer) => (received += chunk.toString("latin1")));
    socket.on("close", end);
    socket.on("error", end);
  });
}

/** Sends a request with the given header lines on a new connection. */
export function rawRequest(url: string, start: string, headers: string[] = [], body = ""): Promise<RawAnswer> {
  const lines = [`${start} HTTP/1.1`, `Host: ${new URL(url).host}`, "Connection: close", ...headers];
  return sendRaw(url, `${lines.join("\r\n")}\r\n\r\n${body}`);
}
