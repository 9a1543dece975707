import { createRoute } from "@hono/zod-openapi";
import { getOwnToken } from "../tokens/queries";
import { guarded } from "./authenticated";
import type { ApiApp } from "./context";
import { failure } from "./failure";
import { answers, TOKEN_SECURITY } from "./openapi";
import { json } from "./reply";
import { ownTokenSchema, toOwnToken } from "./token-schema";

const route = createRoute({
  method: "get",
  path: "/api/v1/token",
  operationId: "getOwnToken",
  tags: ["Tokens"],
  summary: "What the token is",
  description: "For any token: the quickest way to see whether one works, and what it holds.",
  security: TOKEN_SECURITY,
  responses: answers(ownTokenSchema, "The token that made this call."),
});

/** `/api/v1/token`: a token's own facts, without its creator. */
export function addToken(app: ApiApp): void {
  const answer = guarded(async (c, actor) => {
    const result = await getOwnToken(actor);
    return result.ok ? json(c, toOwnToken(result.token), 200) : failure(c, result);
  });
  app.openapi(route, answer);
}
