import { z } from "@hono/zod-openapi";
import { hintOf } from "../access/credentials/token-format";
import type { TokenActor } from "../access/authorization/actor";
import { recordUse } from "../usage/recorder";
import { askedApi } from "../verification/binding";
import { needsOf } from "../verification/demand";
import {
  lacksApi,
  MAX_CHECKS,
  type TokenCheck,
  tokenCheckSchema,
  type Verification,
  verificationSchema,
  verifyTokens,
} from "../verification/verify";
import { afterReading } from "./authenticated";
import type { ApiApp, ApiContext } from "./context";
import { BODY_ERRORS } from "./errors";
import { fieldErrors } from "./field-errors";
import { issuerOf } from "./oauth/issuer";
import { addOperation } from "./operation";
import { readJson } from "./operation/body";
import { writeFailure } from "./operation/write";
import { problem } from "./problem";
import { lackingOf, noteDenial } from "./refusals";
import { json } from "./reply";

export const VERIFY = "/api/v1/verify";

const single = tokenCheckSchema.openapi("TokenCheck");
const batch = z.strictObject({ checks: z.array(single).min(1).max(MAX_CHECKS) }).openapi("TokenChecks");
const result = verificationSchema.openapi("Verification");

/** `POST /api/v1/verify`. It changes nothing, so that it takes no Idempotency-Key. */
export function addVerify(app: ApiApp): void {
  addOperation(app, {
    method: "post",
    path: VERIFY,
    operationId: "verifyTokens",
    needs: "token.verify",
    tag: "Gateways",
    summary: "Whether tokens are good, and if not, why",
    description:
      `One token, or up to ${MAX_CHECKS} in \`checks\`, answered in their order. ` +
      `The answer is 200 also for a token that is refused; \`code\` says why. ` +
      `A token of another organization is \`unknown\`, and so is a token of another space for a Verifier of one ` +
      "space, or of other APIs for a Verifier that is bound to some. " +
      "The reasons are for the service that asks: do not pass them on to the token’s bearer.",
    accepts: { "application/json": z.union([single, batch]) },
    repeatable: false,
    success: { 200: "The result, or `results` for `checks`." },
    answers: z.union([result, z.object({ results: z.array(result) })]),
    errors: BODY_ERRORS,
    respond: ({ c }) => verify(c),
  });
}

const NO_QUERY = z.strictObject({});

async function verify(c: ApiContext): Promise<Response> {
  const query = NO_QUERY.safeParse(c.req.query());
  if (!query.success) return problem(c, "invalid_request", { errors: fieldErrors(query.error) });
  const read = await readJson(c);
  if (!read.ok) return read.response;
  const { value } = read.value;
  const isBatch = typeof value === "object" && value !== null && "checks" in value;
  const parsed = isBatch ? batch.safeParse(value) : single.safeParse(value);
  if (!parsed.success) return problem(c, "invalid_input", { errors: fieldErrors(parsed.error) });
  const verifier = await afterReading(c);
  if (verifier instanceof Response) return verifier;
  return answer(c, verifier, parsed.data);
}

/** Records the use of a valid token, and why another one was denied. With a cost of 0 it counts as no request. */
function note(c: ApiContext, verifier: TokenActor, result: Verification, check: TokenCheck): void {
  const { organizationId } = verifier;
  const { code, token } = result;
  const address = check.address ?? null;
  const isUncounted = check.cost === 0;
  const api = askedApi(verifier, check, issuerOf(c)) ?? undefined;
  if (code === "valid") {
    if (!token) return;
    recordUse(
      { tokenId: token.id, organizationId },
      {
        address,
        agent: `verified by ${verifier.name}`,
        isCertain: true,
        isUncounted,
        secret: hintOf(check.token),
        api,
        needs: needsOf({ ...check, api }),
      },
    );
    return;
  }
  const record = token ? { organizationId: token.organization, tokenId: token.id, name: token.name } : null;
  const hint = code === "unknown" ? hintOf(check.token) : undefined;
  const why = code === "insufficient_scope" ? lackingOf(check) : { reason: code };
  noteDenial(c, "verify", { record, hint, address, api, isUncounted, ...why }, organizationId);
}

async function answer(
  c: ApiContext,
  verifier: TokenActor,
  input: z.output<typeof single> | z.output<typeof batch>,
): Promise<Response> {
  const issuer = issuerOf(c);
  const checks = "checks" in input ? input.checks : [input];
  const errors = checks.flatMap((check, at) => {
    const field = "checks" in input ? `checks.${at}.scopes` : "scopes";
    return lacksApi(verifier, check, issuer) ? [{ field, detail: "Name the API too." }] : [];
  });
  if (errors.length > 0) return problem(c, "invalid_input", { errors });
  const verified = await verifyTokens(verifier, checks, issuer);
  if (!verified.ok) return writeFailure(c, verified);
  const { results } = verified;
  for (const [at, check] of checks.entries()) if (results[at]) note(c, verifier, results[at], check);
  return json(c, "checks" in input ? { results } : results[0], 200);
}
