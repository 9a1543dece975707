import { NextRequest } from "next/server.js";
import { expect, test } from "vitest";
import { describeAdapter, type AskGuarded } from "../testing/adapter-contract";
import { latchkeyFor } from "../testing/use-latchkey";
import { requireToken, withToken } from "./next.js";

function requestWith(headers: Parameters<AskGuarded>[0], path = "/"): NextRequest {
  const sent = new Headers();
  for (const [name, value] of headers) sent.append(name, value);
  return new NextRequest(`https://billing.acme.example${path}`, { headers: sent });
}

/** Answers as Next.js does: what is thrown is status 500, and without an answer the route is next. */
const asking =
  (handle: (request: NextRequest) => Promise<Response | undefined>): AskGuarded =>
  async (headers, path) => {
    const answer = await handle(requestWith(headers, path)).catch(() => Response.json({}, { status: 500 }));
    const response = answer ?? Response.json({ id: null });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

describeAdapter("a route handler of Next.js", async (verifier, options) => {
  const GET = withToken(verifier, options, (_, { id }) => Response.json({ id }));
  return asking((request) => GET(request, undefined));
});

describeAdapter("a proxy of Next.js", async (verifier, options) => asking(requireToken(verifier, options)), {
  hasToken: false,
});

test("a route handler gets its params, and reads the token from where it is told", async (context) => {
  const { latchkey, verifierWith } = await latchkeyFor(context);
  const { id, secret } = latchkey.tokens.issue({ scopes: ["invoices:read"] });
  const GET = withToken(
    verifierWith(),
    { token: (request) => request.cookies.get("key")?.value },
    async (request, token, { params }: { params: Promise<{ invoice: string }> }) =>
      Response.json([request.nextUrl.pathname, token.id, (await params).invoice]),
  );
  const context7 = { params: Promise.resolve({ invoice: "7" }) };
  const answer = await GET(requestWith([["Cookie", `key=${secret}`]], "/invoices/7"), context7);
  expect(await answer.json()).toEqual(["/invoices/7", id, "7"]);
  const refused = await GET(requestWith([["Authorization", `Bearer ${secret}`]]), context7);
  expect(refused.status).toBe(401);
});
