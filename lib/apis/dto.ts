import { z } from "../platform/validation/zod";
import { ALGORITHMS } from "./limits";

const days = z.int().nullable();

/** An API in a list, without its scopes. REST's schemas derive from it. Instants are ISO 8601, UTC. */
export const apiSummarySchema = z.object({
  id: z.uuid(),
  identifier: z.string().openapi({ description: "The `aud` of its tokens.", example: "https://api.example.com" }),
  name: z.string(),
  description: z.string(),
  algorithm: z.enum(ALGORITHMS).openapi({ description: "What signs its JWTs." }),
  tokenPrefix: z.string().nullable().openapi({ description: "Null: the deployment’s." }),
  defaults: z
    .object({
      lifetimeDays: days.openapi({ description: "How long a token lives where nothing is chosen." }),
      maxLifetimeDays: days.openapi({ description: "The longest that may be chosen." }),
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
