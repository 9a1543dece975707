import type { z } from "@hono/zod-openapi";
import { spaceAccessOf, spaceOf, type TokenActor } from "../access/authorization/actor";
import type { Action } from "../access/authorization/permissions";
import type { Result } from "../platform/result/result";
import { setGrants } from "../tokens/grants";
import type { TokenDto } from "../tokens/dto";
import { setIssues } from "../tokens/issues";
import { setLimits } from "../tokens/limiting";
import { setVerifies } from "../tokens/verifies";
import { revokeIssued, revokeToken } from "../tokens/revoking";
import { issueToken } from "../tokens/issuing";
import { editToken, setPermissions } from "../tokens/mutations";
import { getToken, listTokens } from "../tokens/queries";
import { rotateToken } from "../tokens/rotation";
import type { ApiApp } from "./context";
import { addOperation, created, done, etagOf, ok } from "./operation";
import { listOf, toList, toPageInput } from "./operation/lists";
import {
  editSchema,
  expirationOf,
  withSentFieldNames,
  issueSchema,
  issuedSchema,
  listQuery,
  grantsInput,
  issuesInput,
  limitsInput,
  revokedSchema,
  revokeIssuedInput,
  permissionsInput,
  rotateSchema,
  tokenSchema,
  toToken,
  verifiesInput,
} from "./token-schema";

const path = "/api/v1/tokens/{tokenId}";
const tag = "Tokens";

/** `/api/v1/tokens`: under the granting rules of lib. */
export function addTokens(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/tokens",
    operationId: "listTokens",
    needs: "token.read",
    tag,
    summary: "The tokens that the caller may see",
    description: "Those of all spaces and of the organization; for a token of one space, that space's.",
    query: listQuery,
    success: { 200: "A page of tokens." },
    answers: listOf(tokenSchema, "Tokens"),
    run: async ({ actor, query }) => {
      const result = await listTokens(actor, toPageInput(query));
      return result.ok ? ok(toList(result.page, toToken)) : result;
    },
  });
  addOperation(app, {
    method: "post",
    path: "/api/v1/tokens",
    operationId: "createToken",
    needs: "token.write",
    tag,
    summary: "Make a token",
    description:
      "Owners can grant all permissions; editors can grant Viewer, Editor and Agent. " +
      "A child token (created by a token) has no wider access and no later expiration than its parent, and is " +
      "revoked with it. A repeat with the same Idempotency-Key is 409 `secret_already_shown`.",
    input: issueSchema,
    success: { 201: "The token, with its secret: here and never again." },
    answers: issuedSchema,
    etag: true,
    run: async ({ actor, input: { spaceId = spaceOf(spaceAccessOf(actor)), expiresAt, expiresInDays, ...rest } }) => {
      const result = await issueToken(actor, {
        ...rest,
        spaceId,
        expiration: expirationOf({ expiresAt, expiresInDays }),
      });
      if (!result.ok) return withSentFieldNames(result, { expiresAt, expiresInDays });
      const { token, secret } = result;
      return {
        ...created({ ...toToken(token), secret: secret.reveal() }, `/api/v1/tokens/${token.id}`, etagOf(token.version)),
        onRepeat: shown(token.id),
      };
    },
  });
  addOneToken(app);
  addReplacements(app);
  addRevocationOfIssued(app);
  addRotation(app);
}

const shown = (tokenId: string) => ({ code: "secret_already_shown" as const, context: { tokenId } });

/** The token of a result, with its version as the ETag. */
const tokenOf = (result: Result<{ token: TokenDto }>) =>
  result.ok ? ok(toToken(result.token), etagOf(result.token.version)) : result;

function addOneToken(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path,
    operationId: "getToken",
    needs: "token.read",
    tag,
    summary: "One token",
    success: { 200: "The token." },
    answers: tokenSchema,
    etag: true,
    run: async ({ actor, param }) => {
      const result = await getToken(actor, param("tokenId"));
      return tokenOf(result);
    },
  });
  addOperation(app, {
    method: "patch",
    path,
    operationId: "updateToken",
    needs: "token.write",
    tag,
    summary: "Change a token's name, description or expiration; what is left out stays",
    input: editSchema,
    success: { 200: "The token." },
    answers: tokenSchema,
    etag: true,
    ifMatch: true,
    run: async ({ actor, param, version, input: { expiresAt, expiresInDays, ...rest } }) => {
      const result = await editToken(actor, {
        ...rest,
        tokenId: param("tokenId"),
        version: version ?? null,
        expiration: expirationOf({ expiresAt, expiresInDays }),
      });
      return result.ok ? tokenOf(result) : withSentFieldNames(result, { expiresAt, expiresInDays });
    },
  });
  addOperation(app, {
    method: "delete",
    path,
    operationId: "revokeToken",
    needs: "token.write",
    tag,
    summary: "Revoke a token and its descendants at once",
    success: { 204: "It opens nothing any more." },
    answers: null,
    ifMatch: true,
    run: async ({ actor, param, version }) => {
      const result = await revokeToken(actor, { tokenId: param("tokenId"), version });
      return result.ok ? done : result;
    },
  });
}

interface Replacement<Input extends z.ZodType<object>> {
  /** The last segment of the path. */
  readonly part: string;
  readonly operationId: string;
  readonly needs: Action;
  readonly refusesIssuers?: boolean;
  readonly summary: string;
  readonly description: string;
  readonly input: Input;
  replace(
    this: void,
    actor: TokenActor,
    input: z.output<Input> & { tokenId: string; version: number | null },
  ): Promise<Result<{ token: TokenDto }>>;
}

/** `PUT` of a part of a token, which the body replaces whole. */
function addReplacement<Input extends z.ZodType<object>>(app: ApiApp, replacement: Replacement<Input>): void {
  const { part, replace, ...described } = replacement;
  addOperation(app, {
    ...described,
    method: "put",
    path: `${path}/${part}`,
    tag,
    success: { 200: "The token." },
    answers: tokenSchema,
    etag: true,
    ifMatch: true,
    run: async ({ actor, param, version, input }) =>
      tokenOf(await replace(actor, { ...input, tokenId: param("tokenId"), version: version ?? null })),
  });
}

function addReplacements(app: ApiApp): void {
  addReplacement(app, {
    part: "permissions",
    operationId: "setTokenPermissions",
    needs: "token.write",
    refusesIssuers: true,
    summary: "Replace a token's permissions",
    description: "One must be able to grant each that it has before and after.",
    input: permissionsInput,
    replace: setPermissions,
  });
  addReplacement(app, {
    part: "grants",
    operationId: "setTokenGrants",
    needs: "token.write",
    summary: "Replace a token's scopes of the organization's APIs",
    description:
      "Owners and editors that reach all spaces can grant scopes of any API; one must be able to grant all that " +
      "the token has.",
    input: grantsInput,
    replace: setGrants,
  });
  addReplacement(app, {
    part: "issues",
    operationId: "setTokenIssues",
    needs: "issuer.write",
    summary: "Replace the APIs whose scopes an Issuer gives to tokens",
    description: "Tokens that it made stay as they are.",
    input: issuesInput,
    replace: setIssues,
  });
  addReplacement(app, {
    part: "verifies",
    operationId: "setTokenVerifies",
    needs: "verifier.write",
    summary: "Bind a Verifier to APIs, or to none with null",
    description:
      "A bound Verifier knows no other API, and no token without a scope of its own ones. When an API is deleted, it " +
      "stays bound to the others, and in the end to an empty list. Children of the token lose what it loses.",
    input: verifiesInput,
    replace: setVerifies,
  });
  addReplacement(app, {
    part: "limits",
    operationId: "setTokenLimits",
    needs: "token.write",
    summary: "Replace a token's limits; an empty object removes them",
    description:
      "They hold for the token and its descendants, which obey the limits of all their ancestors, from the next " +
      "check on. No token changes limits that bind itself. Networks are compared with the client's address " +
      "everywhere: by this API, GraphQL, forward-auth and /oauth/token for the address of the request, which an " +
      "untrusted proxy makes unknown; by /oauth/introspect and /api/v1/verify for `address`. An unknown address is " +
      "in no network.",
    input: limitsInput,
    replace: setLimits,
  });
}

function addRevocationOfIssued(app: ApiApp): void {
  addOperation(app, {
    method: "post",
    path: `${path}/revoke-issued`,
    operationId: "revokeIssuedTokens",
    needs: "token.write",
    refusesIssuers: true,
    tag,
    summary: "Revoke the tokens that an Issuer made",
    description: "In one transaction, up to 100,000. A caller with more calls again until the answer is 0.",
    input: revokeIssuedInput,
    optionalInput: true,
    success: { 200: "How many were revoked." },
    answers: revokedSchema,
    run: async ({ actor, param, input: { since } }) => {
      const from = since === undefined ? {} : { since: new Date(since) };
      const result = await revokeIssued(actor, { tokenId: param("tokenId"), ...from });
      return result.ok ? ok({ revoked: result.revoked }) : result;
    },
  });
}

function addRotation(app: ApiApp): void {
  addOperation(app, {
    method: "post",
    path: `${path}/rotate`,
    operationId: "rotateToken",
    needs: "token.write",
    tag,
    summary: "Give a token a new secret",
    description:
      "The old one ends at once, or after a grace of up to 7 days. A secret that is in grace already keeps its " +
      "time, unless this rotation has no grace; at most three work at a time. The expiration does not move. " +
      "A repeat with the same Idempotency-Key is 409 `secret_already_shown`.",
    input: rotateSchema,
    optionalInput: true,
    success: { 200: "The token, with its new secret: here and never again." },
    answers: issuedSchema,
    etag: true,
    ifMatch: true,
    run: async ({ actor, param, version, input }) => {
      const result = await rotateToken(actor, { ...input, tokenId: param("tokenId"), version: version ?? null });
      if (!result.ok) return result;
      const { token, secret } = result;
      return {
        ...ok({ ...toToken(token), secret: secret.reveal() }, etagOf(token.version)),
        onRepeat: shown(token.id),
      };
    },
  });
}
