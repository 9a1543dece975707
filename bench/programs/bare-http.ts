// node:http with static JSON, the baseline of all ratios. To a POSTed form it answers with JSON and headers as long as
// those of an introspection, which measures their cost alone.
import { createServer } from "node:http";

const SHORT = JSON.stringify({ status: "ok" });
const SHORT_HEADERS = { "content-type": "application/json", "content-length": Buffer.byteLength(SHORT) };

const LONG = JSON.stringify({ active: true, text: "x".repeat(400) });
const LONG_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-request-id": "static-request-1",
  "content-type": "application/json",
  "content-length": Buffer.byteLength(LONG),
};

createServer((request, response) => {
  if (request.method === "GET") response.writeHead(200, SHORT_HEADERS).end(SHORT);
  else request.resume().once("end", () => response.writeHead(200, LONG_HEADERS).end(LONG));
}).listen(Number(process.env.PORT), "127.0.0.1");
