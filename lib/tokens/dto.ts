import { PERMISSIONS } from "../access/authorization/permissions";
import { limitsDtoSchema } from "../access/limits/schema";
import { z } from "../platform/validation/zod";
import { TOKEN_STATUSES } from "./limits";
import { metadataObject } from "./metadata";

const instant = z.iso.datetime();

/**
 * A token as users and clients see it. It contains no secret. The types of REST and GraphQL derive from it. Instants
 * are ISO 8601, UTC.
 */
export const tokenDtoSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  hint: z.string().meta({ description: "Prefix and last four characters of the secret.", example: "latch_…x7Qa" }),
  /** Null: all spaces of the organization. */
  space: z.object({ id: z.string(), name: z.string() }).readonly().nullable(),
  permissions: z.array(z.enum(PERMISSIONS)).readonly(),
  grants: z
    .array(z.object({ api: z.string(), scopes: z.array(z.string()).readonly() }).readonly())
    .readonly()
    .meta({ description: "Its scopes of the organization’s APIs, each named by its identifier." }),
  issues: z
    .array(z.object({ api: z.string(), scopes: z.array(z.string()).readonly().optional() }).readonly())
    .readonly()
    .meta({
      description: "For an Issuer: the APIs whose scopes it gives to tokens; all scopes where none are listed.",
    }),
  verifies: z
    .array(z.string())
    .readonly()
    .nullable()
    .meta({
      description:
        "For a Verifier: the APIs that it is bound to, each by its identifier. It knows no other API, and no token " +
        "without a scope of these. Null: not bound.",
    }),
  issuerId: z.uuid().nullable().meta({ description: "The Issuer that made it, which is not its parent." }),
  subject: z.string().nullable().meta({ description: "Whom the token is for. Null: that was not said." }),
  metadata: metadataObject,
  limits: limitsDtoSchema,
  status: z.enum(TOKEN_STATUSES).meta({ description: "`live`, `expiring` (within 14 days), `expired` or `revoked`." }),
  expiresAt: instant.nullable().meta({ description: "Null: never." }),
  createdAt: instant,
  createdBy: z.string(),
  creatorLeft: z.boolean().meta({ description: "Whether the person who created it has left, or is disabled." }),
  revokedAt: instant.nullable(),
  revokedBy: z.string().nullable(),
  lastUsed: z
    .object({ at: instant, address: z.string().nullable(), agent: z.string().nullable() })
    .readonly()
    .nullable()
    .meta({ description: "To the minute. A request that was denied is no use." }),
  parentId: z.uuid().nullable().meta({ description: "The parent of a child token; null if a user created it." }),
  version: z.int(),
  oldSecretUntil: instant
    .nullable()
    .meta({ description: "When the last of the rotated secrets stops working. Null: none works." }),
});
export type TokenDto = Readonly<z.output<typeof tokenDtoSchema>>;

/** A changed token, and how many of its descendants now expire with it. */
export interface EditedToken {
  readonly token: TokenDto;
  readonly alsoShortened: number;
}

/** A token with new permissions, and how many of its descendants lost some or all of theirs. */
export interface RepermissionedToken {
  readonly token: TokenDto;
  readonly alsoNarrowed: number;
  readonly alsoRevoked: number;
}

/** The tokens that are revoked at once, in numbers. Of more than 10,000, 10,001 are counted. */
export interface RevocableTokens {
  /** Live and expired ones. */
  readonly unrevoked: number;
  readonly live: number;
  /** Of the live ones, those used in the last 7 days. */
  readonly used: number;
  /** The last use of a live one. ISO 8601. */
  readonly lastUsedAt: string | null;
}

/** The limits that the tokens of a subject share. */
export const subjectLimitsSchema = z.object({
  subject: z.string(),
  limits: limitsDtoSchema,
  version: z.int().meta({ description: "1 if none were ever set." }),
});
export type SubjectLimitsDto = Readonly<z.output<typeof subjectLimitsSchema>>;

/** How many tokens were revoked at once. */
export interface RevokedTokens {
  readonly revoked: number;
}

/** A token with new grants. */
export interface GrantedToken {
  readonly token: TokenDto;
}

/** A revoked token, and how many of its descendants were revoked with it. */
export interface RevokedToken {
  readonly token: TokenDto;
  readonly alsoRevoked: number;
}
