// node:http answering static JSON, once it has read what was sent: what everything else is compared with.
import { createServer, type ServerResponse } from "node:http";

const BODY = JSON.stringify({ status: "ok" });
const HEADERS = { "content-type": "application/json", "content-length": Buffer.byteLength(BODY) };

function answer(response: ServerResponse): void {
  response.writeHead(200, HEADERS);
  response.end(BODY);
}

createServer((request, response) => {
  if (request.method === "GET") return answer(response);
  request.resume().once("end", () => answer(response));
}).listen(Number(process.env.PORT), "127.0.0.1");
