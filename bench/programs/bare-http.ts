// node:http answering static JSON: what everything else is compared with.
import { createServer } from "node:http";

const BODY = JSON.stringify({ status: "ok" });
const HEADERS = { "content-type": "application/json", "content-length": Buffer.byteLength(BODY) };

createServer((_request, response) => {
  response.writeHead(200, HEADERS);
  response.end(BODY);
}).listen(Number(process.env.PORT), "127.0.0.1");
