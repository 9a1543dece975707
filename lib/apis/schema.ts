import { limitsSchema } from "../access/limits/schema";
import { pageFields } from "../platform/paging/page";
import { line, prose, searchText } from "../platform/validation/fields";
import { z } from "../platform/validation/zod";
import { EXCHANGES_LIMITED } from "./dto";
import {
  ALGORITHMS,
  MAX_API_DESCRIPTION_LENGTH,
  MAX_API_NAME_LENGTH,
  MAX_IDENTIFIER_LENGTH,
  MAX_SCOPE_DESCRIPTION_LENGTH,
  MAX_LIFETIME_DAYS,
  MAX_SCOPES,
  MAX_TOKEN_PREFIX_LENGTH,
  SCOPE_NAME,
  SCOPE_NAME_RULE,
} from "./limits";

const name = line(MAX_API_NAME_LENGTH, "a name");
const description = prose(MAX_API_DESCRIPTION_LENGTH);

/** A scheme, a colon, and characters of RFC 3986 without `#`. */
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?[\]@!$&'()*+,;=%-]+$/;

/** An absolute URI without a fragment (RFC 8707 section 2). Compared character by character. */
export const identifierSchema = z
  .string({ error: "Enter an identifier." })
  .trim()
  .max(MAX_IDENTIFIER_LENGTH, `Use at most ${MAX_IDENTIFIER_LENGTH} characters.`)
  .refine(
    (value) => ABSOLUTE_URI.test(value) && URL.canParse(value),
    "Enter an absolute URI without a fragment, such as https://api.example.com.",
  );

/** A scope's name (RFC 6749 section 3.3). */
export const scopeName = z.string({ error: "Enter a scope." }).regex(SCOPE_NAME, SCOPE_NAME_RULE);

/** All scopes of an API. */
export const scopesSchema = z
  .array(
    z.strictObject({
      name: scopeName,
      description: line(MAX_SCOPE_DESCRIPTION_LENGTH, "a description").or(z.literal("")).default(""),
    }),
  )
  .max(MAX_SCOPES, `Use at most ${MAX_SCOPES} scopes.`)
  .refine((scopes) => new Set(scopes.map((scope) => scope.name)).size === scopes.length, "Name each scope once.");

/** Letters and digits in words joined by `_`: `acme_live`. */
const tokenPrefix = z
  .string()
  .max(MAX_TOKEN_PREFIX_LENGTH, `Use at most ${MAX_TOKEN_PREFIX_LENGTH} characters.`)
  .regex(
    /^[A-Za-z][A-Za-z0-9]+$|^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+$/,
    "Use letters and digits, in words joined by _.",
  );

const days = z
  .number()
  .int()
  .min(1, "Choose at least one day.")
  .max(MAX_LIFETIME_DAYS, `Choose at most ${MAX_LIFETIME_DAYS} days.`);

/** What holds for an API's tokens that are created or extended from then on. Null or missing: nothing. */
const defaultsSchema = z
  .strictObject({
    lifetimeDays: days.nullable().default(null),
    maxLifetimeDays: days.nullable().default(null),
    limits: limitsSchema.default({}),
  })
  .refine(
    ({ lifetimeDays, maxLifetimeDays }) =>
      lifetimeDays === null || maxLifetimeDays === null || lifetimeDays <= maxLifetimeDays,
    { path: ["lifetimeDays"], message: "Choose at most the maximum lifetime." },
  );

const exchangesLimited = z.boolean().openapi({ description: EXCHANGES_LIMITED });

export const createApiSchema = z.object({
  identifier: identifierSchema,
  name,
  description: description.default(""),
  scopes: scopesSchema.default([]),
  algorithm: z.enum(ALGORITHMS).default("EdDSA"),
  tokenPrefix: tokenPrefix.nullable().default(null),
  exchangesLimited: exchangesLimited.default(false),
  defaults: defaultsSchema.default({ lifetimeDays: null, maxLifetimeDays: null, limits: {} }),
});
export type CreateApiInput = z.output<typeof createApiSchema>;

/** Text that is no id names no API. `version` is the one that the editor saw; without it, the last write wins. */
const seen = { apiId: z.string(), version: z.number().int().positive().optional() };

/** Missing fields do not change. */
export const updateApiSchema = z.object({
  ...seen,
  name: name.optional(),
  description: description.optional(),
  algorithm: z.enum(ALGORITHMS).optional(),
  exchangesLimited: exchangesLimited.optional(),
  defaults: defaultsSchema.optional(),
});
export type UpdateApiInput = z.output<typeof updateApiSchema>;

/** The scopes that the API has afterwards. Those that are missing are removed. */
export const setScopesSchema = z.object({ ...seen, scopes: scopesSchema });
export type SetScopesInput = z.output<typeof setScopesSchema>;

/** The console requires the API's name; API clients may omit it. */
export const deleteApiSchema = z.object({ ...seen, confirmName: z.string().max(200).optional() });
export type DeleteApiInput = z.output<typeof deleteApiSchema>;

/** A page of APIs, by name. */
export const listApisSchema = z.object({ search: searchText.default(""), ...pageFields });
export type ListApisInput = z.output<typeof listApisSchema>;
