import { getOwnToken } from "../tokens/queries";
import type { ApiApp } from "./context";
import { addOperation, ok } from "./operation";
import { ownTokenSchema, toOwnToken } from "./token-schema";

/** `/api/v1/token`: a token's own facts, without its creator. */
export function addToken(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/token",
    operationId: "getOwnToken",
    tag: "Tokens",
    summary: "What the token is",
    description: "For any token: the quickest way to see whether one works, and what it holds.",
    success: { 200: "The token that made this call." },
    answers: ownTokenSchema,
    run: async ({ actor }) => {
      const result = await getOwnToken(actor);
      return result.ok ? ok(toOwnToken(result.token)) : result;
    },
  });
}
