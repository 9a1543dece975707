import { z } from "@hono/zod-openapi";
import { PERMISSIONS } from "../access/authorization/permissions";
import type { Failure } from "../platform/result/result";
import { slug } from "../platform/validation/fields";
import { tokenDtoSchema, type TokenDto } from "../tokens/dto";
import { MAX_UNUSED_DAYS, TOKEN_SORTS, TOKEN_STATUSES } from "../tokens/limits";
import { MAX_GRACE_SECONDS } from "../tokens/rotation";
import {
  grantsSchema,
  issuesSchema,
  issueTokenSchema,
  listTokensSchema,
  newTokenFields,
  permissionsSchema,
  setLimitsSchema,
  tokenEdits,
  verifiesSchema,
  type Expiration,
} from "../tokens/schema";
import { direction, pageQuery, search, several } from "./operation/lists";

/** Whether a token reaches all spaces or one. */
export const spaceAccessSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("organization") }),
  z.object({ kind: z.literal("space"), id: z.string(), name: z.string() }),
]);

/** What a token may read of itself. */
const OWN = {
  id: true,
  name: true,
  description: true,
  hint: true,
  permissions: true,
  grants: true,
  subject: true,
  metadata: true,
  status: true,
  expiresAt: true,
  createdAt: true,
  lastUsed: true,
} as const satisfies { [Field in keyof TokenDto]?: true };

export const ownTokenSchema = tokenDtoSchema.pick(OWN).extend({ spaceAccess: spaceAccessSchema }).openapi("OwnToken");

const describedToken = tokenDtoSchema.omit({ space: true }).extend({ spaceAccess: spaceAccessSchema });
export const tokenSchema = describedToken.openapi("Token");
export const issuedSchema = describedToken
  .extend({ secret: z.string().openapi({ description: "Keep it: it is never shown again." }) })
  .openapi("IssuedToken");

const spaceAccessOf = ({ space }: TokenDto): z.input<typeof spaceAccessSchema> =>
  space ? { kind: "space", ...space } : { kind: "organization" };

/** Converts a token for its own view. */
export function toOwnToken(token: TokenDto): z.input<typeof ownTokenSchema> {
  const { id, name, description, hint, permissions, grants, subject, metadata } = token;
  const { status, expiresAt, createdAt, lastUsed } = token;
  const spaceAccess = spaceAccessOf(token);
  return {
    id,
    name,
    description,
    hint,
    spaceAccess,
    permissions,
    grants,
    subject,
    metadata,
    status,
    expiresAt,
    createdAt,
    lastUsed,
  };
}

/** Converts a token for REST. */
export function toToken(token: TokenDto): z.input<typeof tokenSchema> {
  const { space: _space, ...rest } = token;
  return { ...rest, spaceAccess: spaceAccessOf(token) };
}

const expiration = {
  expiresAt: z.iso
    .datetime({ offset: true })
    .nullable()
    .optional()
    .openapi({ description: "An instant, or null for no expiration." }),
  expiresInDays: z.int().min(1).max(3650).optional().openapi({ description: "In place of `expiresAt`." }),
};
type Chosen = { [Field in keyof typeof expiration]?: z.output<(typeof expiration)[Field]> };

const isOneExpiration = ({ expiresAt, expiresInDays }: Chosen): boolean =>
  expiresAt === undefined || expiresInDays === undefined;
const notBoth = { path: ["expiresAt"], message: "Choose expiresAt or expiresInDays, not both." };

const VERIFIES =
  "For the permission Verifier: the APIs that it is bound to, each by its identifier. It knows no other API, and no " +
  "token without a scope of these; with none, no token at all. Null: not bound. Left out: null, or for a child as " +
  "its parent. Latchkey’s own API cannot be among them: a bound Verifier answers nothing about permissions.";

export const issueSchema = z
  .strictObject({
    ...newTokenFields,
    spaceId: slug
      .nullable()
      .optional()
      .openapi({ description: "The space that it reaches, or null for all of them. Left out: as far as the caller." }),
    permissions: issueTokenSchema.shape.permissions.openapi({
      type: "array",
      items: { type: "string", enum: [...PERMISSIONS] },
      description: "Left out: viewer, or none if there are grants.",
    }),
    grants: grantsSchema
      .optional()
      .openapi({ description: "Scopes of the organization’s APIs, each API named by its identifier." }),
    issues: issuesSchema.optional().openapi({
      description:
        "For the permission Issuer: the APIs whose scopes it gives to tokens; all scopes where none are listed.",
    }),
    verifies: verifiesSchema
      .optional()
      .openapi({ type: ["array", "null"], items: { type: "string" }, description: VERIFIES }),
    metadata: issueTokenSchema.shape.metadata,
    limits: issueTokenSchema.shape.limits.openapi({ description: "How it is limited. Left out: not at all." }),
    ...expiration,
    expiresAt: expiration.expiresAt.openapi({
      description:
        "An instant, or null for no expiration. Left out: the default of its APIs, else 90 days, or the latest that " +
        "is allowed.",
    }),
  })
  .refine(isOneExpiration, notBoth)
  .openapi("IssueToken");

export const editSchema = z
  .strictObject({ ...tokenEdits, metadata: issueTokenSchema.shape.metadata, ...expiration })
  .refine(isOneExpiration, notBoth)
  .openapi("UpdateToken");
export const permissionsInput = z
  .strictObject({
    permissions: permissionsSchema.openapi({ type: "array", items: { type: "string", enum: [...PERMISSIONS] } }),
  })
  .openapi("SetPermissions");
export const grantsInput = z.strictObject({ grants: grantsSchema }).openapi("SetGrants");
export const issuesInput = z.strictObject({ issues: issuesSchema }).openapi("SetIssues");
export const verifiesInput = z
  .strictObject({
    verifies: verifiesSchema.openapi({ type: ["array", "null"], items: { type: "string" } }),
  })
  .openapi("SetVerifies");
export const limitsInput = z
  .strictObject({ limits: setLimitsSchema.shape.limits.openapi({ description: "All limits; empty for none." }) })
  .openapi("SetLimits");
export const revokeIssuedInput = z
  .strictObject({
    since: z.iso
      .datetime({ offset: true })
      .optional()
      .openapi({ description: "Only what it made since. Left out: all." }),
  })
  .openapi("RevokeIssued");
export const revokedSchema = z.object({ revoked: z.int() }).openapi("RevokedTokens");
export const rotateSchema = z
  .strictObject({
    graceSeconds: z
      .int()
      .min(0)
      .max(MAX_GRACE_SECONDS)
      .default(0)
      .openapi({ description: "How long the old secret goes on." }),
  })
  .openapi("RotateToken");

/** The chosen expiration for lib; undefined if none was chosen. */
export function expirationOf({ expiresAt, expiresInDays }: Chosen): Expiration | undefined {
  if (expiresInDays !== undefined) return { kind: "days", days: expiresInDays };
  if (expiresAt === undefined) return undefined;
  return expiresAt === null ? { kind: "never" } : { kind: "at", at: new Date(expiresAt) };
}

/** Renames the error of `expiration` to the field that was sent. */
export function withSentFieldNames(failed: Failure, { expiresInDays }: Chosen): Failure {
  const { expiration: problem, ...fields } = failed.fields ?? {};
  return problem === undefined
    ? failed
    : { ...failed, fields: { ...fields, [expiresInDays === undefined ? "expiresAt" : "expiresInDays"]: problem } };
}

export const listQuery = z.strictObject({
  search,
  status: several(TOKEN_STATUSES, "Only these. Left out: all that are not revoked."),
  permission: several(PERMISSIONS, "Only tokens with one of these."),
  spaceAccess: listTokensSchema.shape.spaceAccess.openapi({
    type: "string",
    description: "A space's id, or `organization` for organization-wide tokens.",
  }),
  api: listTokensSchema.shape.api.openapi({ description: "Only tokens with a scope of this API, by its identifier." }),
  scope: listTokensSchema.shape.scope.openapi({ description: "Only tokens with this scope of `api`." }),
  subject: listTokensSchema.shape.subject.openapi({ description: "Only tokens for this subject." }),
  creator: listTokensSchema.shape.creator.openapi({
    type: "string",
    description:
      "`left`: only tokens whose creator has left the organization, or is disabled. " +
      "A user's id: only tokens that this person created.",
  }),
  unusedDays: z
    .string()
    .regex(/^\d{1,4}$/, "A whole number of days.")
    .transform(Number)
    .pipe(listTokensSchema.shape.unusedDays.unwrap())
    .optional()
    .openapi({
      type: "integer",
      minimum: 1,
      maximum: MAX_UNUSED_DAYS,
      description: listTokensSchema.shape.unusedDays.description,
    }),
  sort: z.enum(TOKEN_SORTS).default("created"),
  direction: direction.default("desc"),
  ...pageQuery,
});
