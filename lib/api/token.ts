import { createRoute, z } from "@hono/zod-openapi";
import { PERMISSIONS } from "../authorization/permissions";
import type { TokenDto } from "../tokens/dto";
import { getOwnToken } from "../tokens/queries";
import { TOKEN_STATUSES } from "../tokens/limits";
import { guarded } from "./authenticated";
import type { ApiApp } from "./context";
import { failure } from "./failure";
import { answers, TOKEN_SECURITY } from "./openapi";
import { json } from "./reply";

const scopeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("organization") }),
  z.object({ kind: z.literal("space"), id: z.string(), name: z.string() }),
]);

const ownTokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    hint: z.string().openapi({ description: "Prefix and last four characters.", example: "latch_…x7Qa" }),
    scope: scopeSchema,
    permissions: z.array(z.enum(PERMISSIONS)).readonly(),
    status: z.enum(TOKEN_STATUSES),
    expiresAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    lastUsed: z.object({ at: z.iso.datetime(), address: z.string().nullable(), agent: z.string().nullable() }).nullable().openapi({ description: "As written down; the last few seconds may be missing." }),
  })
  .openapi("OwnToken");

const route = createRoute({
  method: "get",
  path: "/api/v1/token",
  operationId: "getOwnToken",
  tags: ["Tokens"],
  summary: "What the token is",
  security: TOKEN_SECURITY,
  responses: answers(ownTokenSchema, "The token that made this call."),
});

/** `/api/v1/token`: a token about itself. Who made it is not its business. */
export function addToken(app: ApiApp): void {
  const answer = guarded(async (c, actor) => {
    const result = await getOwnToken(actor);
    return result.ok ? json(c, toOwn(result.token), 200) : failure(c, result);
  });
  app.openapi(route, answer);
}

function toOwn({ id, name, description, hint, space, permissions, status, expiresAt, createdAt, lastUsed }: TokenDto): z.input<typeof ownTokenSchema> {
  const scope = space ? { kind: "space" as const, ...space } : { kind: "organization" as const };
  return { id, name, description, hint, scope, permissions, status, expiresAt, createdAt, lastUsed };
}
