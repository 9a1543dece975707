import { z } from "@hono/zod-openapi";
import { contactsSchema, pairsSchema } from "../platform/validation/facts";
import { deleteOrganization, updateOrganization } from "../organizations/mutations";
import { updateOrganizationSchema } from "../organizations/schema";
import { getOrganizationSettings } from "../organizations/settings";
import { previewLongestLife } from "../tokens/policy-preview";
import type { ApiApp } from "./context";
import { addOperation, done, etagOf, ok } from "./operation";

const settingsSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    code: z.string(),
    description: z.string(),
    company: z.string(),
    annotations: pairsSchema.readonly(),
    tags: pairsSchema.readonly(),
    contacts: contactsSchema.readonly(),
    tokenMaxLifetimeDays: z
      .int()
      .nullable()
      .openapi({ description: "The maximum lifetime of a token in days; null allows tokens without expiration." }),
    tokenRequestsPerMinute: z
      .int()
      .nullable()
      .openapi({ description: "For each token, shared with its child tokens; null is no limit." }),
    version: z.int(),
  })
  .openapi("OrganizationSettings");

const previewQuery = z.strictObject({
  tokenMaxLifetimeDays: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, "A number of days.")
    .transform(Number)
    .pipe(updateOrganizationSchema.shape.tokenMaxLifetimeDays.unwrap().unwrap())
    .openapi({
      type: "integer",
      minimum: 1,
      maximum: 3650,
      description: "The longest life that is considered, in days.",
    }),
});

const previewSchema = z
  .object({
    tokensEnding: z.int().openapi({ description: "Live tokens that would end at once." }),
    recentlyUsed: z.int().openapi({ description: "How many of them were used in the last 7 days." }),
  })
  .openapi("TokenPolicyPreview");

const tag = "Organization";

/** Editing and deleting the organization. */
export function addOrganizationSettings(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/organization/settings",
    operationId: "getOrganizationSettings",
    needs: "organization.read",
    tag,
    summary: "What can be changed of the organization",
    description: "Its ETag is the one that a PATCH or a DELETE of /api/v1/organization takes in If-Match.",
    success: { 200: "The settings." },
    answers: settingsSchema,
    etag: true,
    run: async ({ actor }) => {
      const result = await getOrganizationSettings(actor);
      return result.ok ? ok(result.settings, etagOf(result.settings.version)) : result;
    },
  });
  addOperation(app, {
    method: "patch",
    path: "/api/v1/organization",
    operationId: "updateOrganization",
    needs: "organization.update",
    tag,
    summary: "Change the organization; what is left out stays",
    description:
      "A change of the token policy (`tokenMaxLifetimeDays`, `tokenRequestsPerMinute`) takes a token that " +
      "reaches all spaces with the permission Owner (`tokenPolicy.write`).",
    input: updateOrganizationSchema.omit({ version: true }).strict(),
    success: { 200: "The settings." },
    answers: settingsSchema,
    etag: true,
    ifMatch: true,
    run: async ({ actor, input, version }) => {
      const result = await updateOrganization(actor, { ...input, version });
      return result.ok ? ok(result.settings, etagOf(result.settings.version)) : result;
    },
  });
  addOperation(app, {
    method: "get",
    path: "/api/v1/organization/token-policy-preview",
    operationId: "previewTokenPolicy",
    needs: "tokenPolicy.write",
    tag,
    summary: "What a longest life of tokens would end",
    description: "Ask before you lower `tokenMaxLifetimeDays`: it counts for existing tokens from the next request on.",
    query: previewQuery,
    success: { 200: "The live tokens that would end at once." },
    answers: previewSchema,
    run: async ({ actor, query }) => {
      const result = await previewLongestLife(actor, query.tokenMaxLifetimeDays);
      return result.ok ? ok(result.preview) : result;
    },
  });
  addOperation(app, {
    method: "delete",
    path: "/api/v1/organization",
    operationId: "deleteOrganization",
    needs: "organization.delete",
    tag,
    summary: "Delete the organization; its tokens open nothing any more",
    success: { 204: "It is gone." },
    answers: null,
    ifMatch: true,
    run: async ({ actor, version }) => {
      const result = await deleteOrganization(actor, { version });
      return result.ok ? done : result;
    },
  });
}
