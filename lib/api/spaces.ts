import { z } from "@hono/zod-openapi";
import { contactsSchema, pairsSchema } from "../platform/validation/facts";
import type { SpaceDto } from "../spaces/dto";
import { createSpace, deleteSpace, updateSpace } from "../spaces/mutations";
import { getSpace, listSpaces } from "../spaces/queries";
import { createSpaceSchema, updateSpaceSchema } from "../spaces/schema";
import { spaceSettingsSchema } from "../spaces/settings";
import type { ApiApp } from "./context";
import { addOperation, created, done, etagOf, ok } from "./operation";
import { listOf, pageQuery, search, toList, toPageInput } from "./operation/lists";

const spaceSchema = z
  .object({
    id: z.string().openapi({ example: "dreamy-ellis-859675" }),
    name: z.string(),
    description: z.string().optional(),
    settings: spaceSettingsSchema.optional(),
    annotations: pairsSchema.readonly().optional(),
    tags: pairsSchema.readonly().optional(),
    contacts: contactsSchema.readonly().optional(),
    createdAt: z.iso.datetime().optional(),
    updatedAt: z.iso.datetime().optional(),
    version: z.int().optional(),
  })
  .openapi("Space", { description: "Agents see the id and the name only." });

const path = "/api/v1/spaces/{spaceId}";
const etag = (space: SpaceDto) => (space.version === undefined ? {} : etagOf(space.version));

/** `/api/v1/spaces`. */
export function addSpaces(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/spaces",
    operationId: "listSpaces",
    needs: "space.read",
    tag: "Spaces",
    summary: "The spaces that the token reaches, by name",
    query: z.strictObject({ search, ...pageQuery }),
    success: { 200: "A page of spaces." },
    answers: listOf(spaceSchema, "Spaces"),
    run: async ({ actor, query }) => {
      const result = await listSpaces(actor, toPageInput(query));
      return result.ok ? ok(toList(result.page, (space) => space)) : result;
    },
  });
  addOperation(app, {
    method: "post",
    path: "/api/v1/spaces",
    operationId: "createSpace",
    needs: "space.create",
    tag: "Spaces",
    summary: "Make a space",
    input: createSpaceSchema.strict(),
    success: { 201: "The space." },
    answers: spaceSchema,
    etag: true,
    run: async ({ actor, input }) => {
      const result = await createSpace(actor, input);
      return result.ok ? created(result.space, `/api/v1/spaces/${result.space.id}`, etag(result.space)) : result;
    },
  });
  addOneSpace(app);
}

function addOneSpace(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path,
    operationId: "getSpace",
    needs: "space.read",
    tag: "Spaces",
    summary: "One space",
    success: { 200: "The space." },
    answers: spaceSchema,
    etag: true,
    run: async ({ actor, param }) => {
      const result = await getSpace(actor, param("spaceId"));
      return result.ok ? ok(result.space, etag(result.space)) : result;
    },
  });
  addOperation(app, {
    method: "patch",
    path,
    operationId: "updateSpace",
    needs: "space.update",
    tag: "Spaces",
    summary: "Change a space; what is left out stays",
    input: updateSpaceSchema.omit({ spaceId: true, version: true }).strict(),
    success: { 200: "The space." },
    answers: spaceSchema,
    etag: true,
    ifMatch: true,
    run: async ({ actor, param, input, version }) => {
      const result = await updateSpace(actor, { ...input, spaceId: param("spaceId"), version });
      return result.ok ? ok(result.space, etag(result.space)) : result;
    },
  });
  addOperation(app, {
    method: "delete",
    path,
    operationId: "deleteSpace",
    needs: "space.delete",
    tag: "Spaces",
    summary: "Delete a space with all that is in it",
    success: { 204: "It is gone." },
    answers: null,
    ifMatch: true,
    run: async ({ actor, param, version }) => {
      const result = await deleteSpace(actor, { spaceId: param("spaceId"), version });
      return result.ok ? done : result;
    },
  });
}
