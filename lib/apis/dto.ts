import { limitsDtoSchema } from "../access/limits/schema";
import { z } from "../platform/validation/zod";
import { ALGORITHMS } from "./limits";

const days = z.int().nullable();

export const EXCHANGES_LIMITED =
  "Whether tokens with networks are exchanged for JWTs, which then have the claim `networks`: the API has to refuse " +
  "requests from elsewhere itself.";

/** An API in a list, without its scopes. REST's schemas derive from it. Instants are ISO 8601, UTC. */
export const apiSummarySchema = z.object({
  id: z.uuid(),
  identifier: z.string().openapi({ description: "The `aud` of its tokens.", example: "https://api.example.com" }),
  name: z.string(),
  description: z.string(),
  algorithm: z.enum(ALGORITHMS).openapi({ description: "What signs its JWTs." }),
  tokenPrefix: z.string().nullable().openapi({ description: "Null: the deployment’s." }),
  exchangesLimited: z.boolean().openapi({ description: EXCHANGES_LIMITED }),
  defaults: z
    .object({
      lifetimeDays: days.openapi({ description: "How long a token lives where nothing is chosen." }),
      maxLifetimeDays: days.openapi({ description: "The longest that may be chosen." }),
      limits: limitsDtoSchema.meta({ description: "Those of a token that is created without any." }),
    })
    .readonly(),
  scopeCount: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.int(),
});
export type ApiSummary = Readonly<z.output<typeof apiSummarySchema>>;

const scopeSchema = z.object({ name: z.string(), description: z.string() }).readonly();
export type ScopeDto = z.output<typeof scopeSchema>;

/** An API as the form for tokens offers it. */
export type GrantableApi = Pick<ApiSummary, "identifier" | "name"> & {
  /** The longest lifetime of a token with its scopes, in days. Null: no limit. */
  readonly maxLifetimeDays: number | null;
  readonly scopes: readonly ScopeDto[];
};

/** An API with its scopes, by name. */
export const apiDtoSchema = apiSummarySchema.extend({ scopes: z.array(scopeSchema).readonly() });
export type ApiDto = Readonly<z.output<typeof apiDtoSchema>>;
