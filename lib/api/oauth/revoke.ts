import { z } from "@hono/zod-openapi";
import { addressOf } from "../../platform/http/client-address";
import { revokeOwn } from "../../verification/revoke-own";
import type { Failure } from "../../platform/result/result";
import type { ApiApp, ApiContext, HttpExchange } from "../context";
import { addOperation } from "../operation";
import { reply } from "../reply";
import { oauthError, oauthUnavailable, unavailableOr } from "./error";
import { readForm, refuseForm } from "./form";
import { formRequest, formResponses } from "./openapi";

const formSchema = z.object({
  token: z
    .string({ error: "required" })
    .trim()
    .min(1, "required")
    .openapi({ description: "The token to revoke; presenting it is right enough." }),
  token_type_hint: z.string().optional().openapi({ description: "Accepted and ignored." }),
});

/** Three parts separated by dots. Our tokens contain no dots. */
const JWT_FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** 429: the address sent too many tokens that are dead or unknown. */
function tooMany(c: HttpExchange, { detail }: Failure): Response {
  return oauthError(c, 429, "slow_down", "Too many tokens that are not valid. Try again later.", {
    "retry-after": String(Number(detail?.retryAfterSeconds ?? 60)),
  });
}

/** `POST /oauth/revoke` (RFC 7009): 200 for unknown tokens too, 503 if the revocation could not be stored. */
export function addRevocation(app: ApiApp): void {
  addOperation(app, {
    method: "post",
    path: "/oauth/revoke",
    operationId: "revokePresentedToken",
    tag: "OAuth",
    summary: "Revoke a token by presenting it (RFC 7009)",
    request: formRequest(formSchema),
    responses: formResponses(null, "The token does not work any more, or never did.", {
      429: "The address sent too many tokens that are dead or unknown. A live token is always revoked.",
    }),
    answer: revocation,
  });
}

async function revocation(c: ApiContext): Promise<Response> {
  const form = await readForm(c, formSchema);
  if (!form.ok) return refuseForm(c, form);
  if (JWT_FORM.test(form.input.token))
    return oauthError(
      c,
      400,
      "unsupported_token_type",
      "A JWT ends by itself. Revoke the token that it was exchanged for; /api/v1/revocations tells of it.",
    );
  try {
    const revoked = await revokeOwn(form.input.token, addressOf(c.req.raw.headers, c.env.incoming));
    if (!revoked.ok && revoked.reason === "rate_limited") return tooMany(c, revoked);
    return revoked.ok ? reply(c, 200, null, {}) : oauthUnavailable(c);
  } catch (error) {
    return unavailableOr(c, error);
  }
}
