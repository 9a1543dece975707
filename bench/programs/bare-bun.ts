// Bun.serve with static JSON: what is the most that a server on Bun could answer.
declare const Bun: {
  serve(options: { hostname: string; port: number; fetch(request: Request): Response }): unknown;
};

const TEXT = JSON.stringify({ status: "ok" });
const HEADERS = { "content-type": "application/json" };

Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.env.PORT),
  fetch: () => new Response(TEXT, { headers: HEADERS }),
});
