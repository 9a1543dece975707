import { generateToken } from "../../lib/tokens/format";
import type { Tokens } from "./table";

/** One row of the table: where requests go, and what they carry. */
export interface Contender {
  name: string;
  server: "http" | "pg" | "gateway" | "next";
  method: "GET" | "POST";
  path: string;
  /** The nth request's token, in the header or, for introspection, in the form. */
  token(n: number): string;
}

const introspection = { method: "POST", path: "/oauth/introspect" } as const;

/** The rows of issue 4, section 4. */
export function contenders({ organizationId, hot, cold }: Tokens): Contender[] {
  const forwardAuth = { method: "GET", path: `/api/v1/forward-auth?organization=${organizationId}&permission=viewer` } as const;
  const bare = { method: "GET", path: "/" } as const;
  const unknown = Array.from({ length: 1_000 }, () => generateToken("latch"));
  const of = (tokens: readonly string[]) => (n: number) => tokens[n % tokens.length] ?? "";
  const malformed = of(hot.map((token) => `${token.slice(0, -1)}${token.endsWith("a") ? "b" : "a"}`));
  return [
    { name: "bare node:http", server: "http", ...bare, token: of(hot) },
    { name: "forward-auth, hot", server: "gateway", ...forwardAuth, token: of(hot) },
    { name: "introspect, hot", server: "gateway", ...introspection, token: of(hot) },
    { name: "forward-auth, malformed", server: "gateway", ...forwardAuth, token: malformed },
    { name: "bare pg, same statement", server: "pg", ...bare, token: of(cold) },
    { name: "forward-auth, cold", server: "gateway", ...forwardAuth, token: of(cold) },
    { name: "introspect, cold", server: "gateway", ...introspection, token: of(cold) },
    { name: "forward-auth, unknown", server: "gateway", ...forwardAuth, token: of(unknown) },
    { name: "introspect on Next, hot", server: "next", ...introspection, token: of(hot) },
  ];
}
