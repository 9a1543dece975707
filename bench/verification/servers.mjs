// The bare servers that Latchkey is measured against, each as a process of its own: `node servers.mjs http|pg PORT`.
import { hash } from "node:crypto";
import { createServer } from "node:http";
import pg from "pg";

const [, , kind, port] = process.argv;
const ANSWER = JSON.stringify({ active: true });
const HEADERS = { "content-type": "application/json", "content-length": ANSWER.length };

const listeners = {
  http: () => (request, response) => response.writeHead(200, HEADERS).end(ANSWER),
  pg: () => {
    const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
    return (request, response) => {
      const digest = hash("sha256", (request.headers.authorization ?? "").slice(7), "buffer");
      pool.query({ name: "look_up", text: process.env.LOOK_UP, values: [digest] }).then(
        () => response.writeHead(200, HEADERS).end(ANSWER),
        () => response.writeHead(503).end(),
      );
    };
  },
};

createServer(listeners[kind]()).listen(Number(port), "127.0.0.1", () => process.send?.("ready"));
process.on("disconnect", () => process.exit());
