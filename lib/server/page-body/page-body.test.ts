import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { env } from "../../platform/env";
import { sessionCookieName } from "../../platform/http/session-cookie";
import { receivePageBody } from ".";

process.env.DATABASE_URL ??= "postgresql://u:p@localhost/db";
/** Slow enough for a busy machine, and far below what a body of these tests announces. */
const PACE = { bytes: 1_024, ms: 1_500 };
const KIB = 1_024;
const UPLOAD = "/spaces/space-one/policies/upload";

let server: Server;
let url: string;

/** Answers with the length of the body that was passed on, or with why it was refused. */
beforeAll(async () => {
  server = createServer((request, response) => {
    void receivePageBody(request, response, request.url ?? "", PACE).then(async (received) => {
      if (!received?.ok) return response.writeHead(400, { connection: "close" }).end(received?.reason);
      let length = 0;
      for await (const chunk of received.request) length += (chunk as Buffer).length;
      response.end(`${received.request.method} ${received.request.url} ${length}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function send(path: string, bytes: number, headers: Record<string, string> = {}): Promise<string> {
  return (await fetch(url + path, { method: "POST", headers, body: new Uint8Array(bytes) })).text();
}

/** Announces a body and sends its beginning. */
function begin(announced: number, sent: number): { socket: Socket; answer: Promise<string> } {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
  const answer = new Promise<string>((resolve) => socket.on("close", () => resolve(received)));
  socket.on("error", () => undefined);
  socket.write(`POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: ${announced}\r\n\r\n${"x".repeat(sent)}`);
  return { socket, answer };
}

async function cookieOf(sub: string): Promise<Record<string, string>> {
  const salt = sessionCookieName(env());
  const token = await encode({ token: { sub, sid: crypto.randomUUID() }, secret: env().AUTH_SECRET, salt });
  return { cookie: `theme=dark; ${salt}=${token}` };
}

test("a form is passed on with its body", async () => {
  expect(await send("/login?next=%2F", 100 * KIB)).toBe("POST /login?next=%2F 102400");
});

test("a form over 128 KiB, or 512 KiB of a signed-in person, is refused, and the browser sees the answer", async () => {
  const cookie = await cookieOf(crypto.randomUUID());
  expect(await send("/admin/apis", 512 * KIB, cookie)).toBe("POST /admin/apis 524288");
  expect(await send("/admin/apis", 512 * KIB + 1, cookie)).toBe("payload_too_large");
  expect(await send("/login", 128 * KIB + 1)).toBe("payload_too_large");
  expect(await send("/login", 6_000_000)).toBe("payload_too_large");
});

test("a signed-in person may upload 5 MiB, and a visitor nothing", async () => {
  expect(await send(UPLOAD, 5 * KIB * KIB, await cookieOf(crypto.randomUUID()))).toBe(`POST ${UPLOAD} 5242880`);
  expect(await send(UPLOAD, 5 * KIB * KIB)).toBe("unauthenticated");
  expect(await send(UPLOAD, 10, { cookie: `${sessionCookieName(env())}=forged` })).toBe("unauthenticated");
});

test("a body that comes too slowly is refused, and no other one waits for it", async () => {
  const slow = begin(100 * KIB, 10);
  const drip = setInterval(() => slow.socket.write("x"), 200);
  expect(await send("/login", 10)).toBe("POST /login 10");
  expect(await slow.answer).toContain("request_timeout");
  clearInterval(drip);
});

test("slow bodies of one address give way to whole ones, the oldest first", async () => {
  const slow = [];
  for (let count = 0; count < 12; count += 1) slow.push(begin(128 * KIB, 100 * KIB));
  const answers = await Promise.all(slow.slice(0, 1).map(({ answer }) => answer));
  expect(answers[0]).toContain("unavailable");
  expect(await send("/login", 120 * KIB)).toBe("POST /login 122880");
  expect(await send("/login", 120 * KIB, await cookieOf(crypto.randomUUID()))).toBe("POST /login 122880");
  for (const { socket } of slow) socket.destroy();
});
