import { z } from "../platform/validation/zod";
import { MAX_SCOPES } from "../apis/limits";
import { limitsSchema } from "../access/limits/schema";
import { identifierSchema, scopeName } from "../apis/schema";
import { pageFields } from "../platform/paging/page";
import { PERMISSIONS } from "../access/authorization/permissions";
import { id, instant, line, prose, searchText, slug } from "../platform/validation/fields";
import {
  MAX_GRANTED_SCOPES,
  MAX_NAMED_APIS,
  MAX_TOKEN_DESCRIPTION_LENGTH,
  MAX_TOKEN_NAME_LENGTH,
  MAX_UNUSED_DAYS,
  SUBJECT,
  SUBJECT_RULE,
  TOKEN_SORTS,
  TOKEN_STATUSES,
} from "./limits";
import { metadataSchema } from "./metadata";

const name = line(MAX_TOKEN_NAME_LENGTH, "a name");
const description = prose(MAX_TOKEN_DESCRIPTION_LENGTH);

export const permissionsSchema = z
  .array(z.enum(PERMISSIONS, { error: "Not a permission." }), { error: "Choose permissions." })
  .transform((chosen) => PERMISSIONS.filter((permission) => chosen.includes(permission)))
  .refine((chosen) => !chosen.includes("issuer") || chosen.length === 1, "Issuer cannot be combined with others.");

/** Whom a token is for: an opaque id that also fits into a path. */
export const subjectSchema = z
  .string()
  .regex(SUBJECT, SUBJECT_RULE)
  .refine((subject) => subject !== "." && subject !== "..", "Use another one than . and ..")
  .meta({ description: "Whom the token is for. A child has its parent's." });

/** The scopes of a token, by API. Each API once. */
export const grantsSchema = z
  .array(
    z.strictObject({
      api: identifierSchema,
      scopes: z
        .array(scopeName)
        .min(1, "Choose at least one scope.")
        .transform((names) => [...new Set(names)]),
    }),
  )
  .refine((grants) => new Set(grants.map(({ api }) => api)).size === grants.length, "Name each API once.")
  .refine(
    (grants) => grants.reduce((sum, { scopes }) => sum + scopes.length, 0) <= MAX_GRANTED_SCOPES,
    `Use at most ${MAX_GRANTED_SCOPES} scopes.`,
  );

/** The APIs whose scopes an Issuer gives to tokens: these scopes or, without a list, all. */
export const issuesSchema = z
  .array(
    z.strictObject({
      api: identifierSchema,
      scopes: z
        .array(scopeName)
        .max(MAX_SCOPES)
        .transform((names) => [...new Set(names)])
        .optional(),
    }),
  )
  .min(1, "Name at least one API.")
  .max(MAX_NAMED_APIS, `Name at most ${MAX_NAMED_APIS} APIs.`)
  .refine((issues) => new Set(issues.map(({ api }) => api)).size === issues.length, "Name each API once.")
  .refine(
    (issues) => issues.reduce((sum, { scopes = [] }) => sum + scopes.length, 0) <= MAX_GRANTED_SCOPES,
    `Name at most ${MAX_GRANTED_SCOPES} scopes. Without a list of scopes, an API is named with all.`,
  );

/** The APIs that a Verifier is bound to, by their identifiers. None: it knows no token. Null: it is not bound. */
export const verifiesSchema = z
  .array(identifierSchema)
  .max(MAX_NAMED_APIS, `Name at most ${MAX_NAMED_APIS} APIs.`)
  .transform((apis) => [...new Set(apis)])
  .nullable();

/** When a token ends: after some days, at an instant (ISO 8601 with a zone), or never. */
const expirationSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("days"),
    days: z.number().int().min(1, "Choose at least one day.").max(3650, "Choose at most 3650 days."),
  }),
  z.strictObject({
    kind: z.literal("at"),
    at: instant,
  }),
  z.strictObject({ kind: z.literal("never") }),
]);
export type Expiration = z.output<typeof expirationSchema>;

/** The fields that a new token takes as they are sent. The inputs of REST and GraphQL have the same. */
export const newTokenFields = { name, description: description.default(""), subject: subjectSchema.optional() };
/** The fields that an edit takes as they are sent; a missing one keeps its value. */
export const tokenEdits = z.object({ name, description, subject: subjectSchema.nullable() }).partial().shape;

export const issueTokenSchema = z.object({
  ...newTokenFields,
  /** The space, or null for all spaces of the organization. */
  spaceId: slug.nullable().default(null),
  /** Default: Viewer, or none if there are grants. */
  permissions: permissionsSchema.optional(),
  grants: grantsSchema.optional(),
  /** For an Issuer. */
  issues: issuesSchema.optional(),
  /** For a Verifier. Left out: not bound or, for a child, bound as its parent. */
  verifies: verifiesSchema.optional(),
  metadata: metadataSchema.optional(),
  limits: limitsSchema.optional(),
  /** Default: 90 days, shortened to what the policy and the parent allow. */
  expiration: expirationSchema.optional(),
});
export type IssueTokenInput = z.output<typeof issueTokenSchema>;

/**
 * `version` is the one that the editor saw; a different one in the database fails as `stale`. Null skips the check, so
 * the last write wins.
 */
const seen = { tokenId: id, version: z.number().int().positive().nullable() };

export const editTokenSchema = z.object({
  ...seen,
  ...tokenEdits,
  metadata: metadataSchema.optional(),
  expiration: expirationSchema.optional(),
});
export type EditTokenInput = z.output<typeof editTokenSchema>;

export const setPermissionsSchema = z.object({ ...seen, permissions: permissionsSchema });
export type SetPermissionsInput = z.output<typeof setPermissionsSchema>;

export const setGrantsSchema = z.object({ ...seen, grants: grantsSchema });
export type SetGrantsInput = z.output<typeof setGrantsSchema>;

export const setIssuesSchema = z.object({ ...seen, issues: issuesSchema });
export type SetIssuesInput = z.output<typeof setIssuesSchema>;

export const setVerifiesSchema = z.object({ ...seen, verifies: verifiesSchema });
export type SetVerifiesInput = z.output<typeof setVerifiesSchema>;

export const setLimitsSchema = z.object({ ...seen, limits: limitsSchema });
export type SetLimitsInput = z.output<typeof setLimitsSchema>;

export const revokeIssuedSchema = z.object({ tokenId: id, since: instant.optional() });
export type RevokeIssuedInput = z.output<typeof revokeIssuedSchema>;

export const inspectTokenSchema = z.object({ tokenId: id });

export const revokeTokenSchema = z.object({ tokenId: id, version: seen.version.optional() });
export type RevokeTokenInput = z.output<typeof revokeTokenSchema>;

export const subjectInputSchema = z.object({ subject: subjectSchema });
export type SubjectInput = z.output<typeof subjectInputSchema>;

/** `version` is the one that the editor saw; null skips the check. */
export const setSubjectLimitsSchema = z.object({
  subject: subjectSchema,
  version: seen.version,
  limits: limitsSchema,
});
export type SetSubjectLimitsInput = z.output<typeof setSubjectLimitsSchema>;

/** A page of the token list. `spaceAccess` is a space's id, or `organization` for organization-wide tokens only. */
export const listTokensSchema = z.object({
  search: searchText.default(""),
  /** Empty: all that are not revoked. */
  status: z.array(z.enum(TOKEN_STATUSES)).default([]),
  permission: z.array(z.enum(PERMISSIONS)).default([]),
  spaceAccess: z.union([z.literal("organization"), slug]).optional(),
  /** Only tokens with a scope of this API, by its identifier, and with this one of its scopes. */
  api: identifierSchema.optional(),
  scope: scopeName.optional(),
  /** Only tokens for this subject. */
  subject: subjectSchema.optional(),
  /** Only tokens that this person created, by the user's id, or whose creator has left the organization. */
  creator: z.union([z.literal("left"), id]).optional(),
  unusedDays: z
    .number()
    .int()
    .min(1, "Choose at least one day.")
    .max(MAX_UNUSED_DAYS, `Choose at most ${MAX_UNUSED_DAYS} days.`)
    .optional()
    .meta({
      description:
        "Only tokens whose last use is more than this many days ago. One that was never used counts from its creation.",
    }),
  sort: z.enum(TOKEN_SORTS).default("created"),
  direction: z.enum(["asc", "desc"]).default("desc"),
  ...pageFields,
});
export type ListTokensInput = z.output<typeof listTokensSchema>;
/** The same input before it is parsed. */
export type ListTokensQuery = z.input<typeof listTokensSchema>;
