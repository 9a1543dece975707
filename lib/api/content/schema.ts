import { z } from "@hono/zod-openapi";
import type { ContentDto } from "../../content/dto";
import { MAX_BUNDLE_BYTES } from "../../content/parse";
import { MAX_ASSIGNMENTS, ASSIGNMENT_ACTIONS, CONTENT_SORTS } from "../../content/schema";
import { id } from "../../platform/validation/fields";
import { direction, pageQuery, search, several } from "../operation/lists";
import { findingSchema } from "../problem";

/** A policy or query pack in REST. */
export const contentShape = {
  id: z.uuid(),
  mrn: z.string().openapi({ description: "Its name in the GraphQL interface." }),
  uid: z.string(),
  name: z.string(),
  version: z.string().nullable(),
  queries: z.int(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })).readonly(),
  description: z.string(),
  spaceId: z
    .string()
    .nullable()
    .openapi({ description: "Null: it belongs to the whole organization, and all its spaces see it." }),
  organizationWide: z.boolean(),
  assignment: z
    .enum(ASSIGNMENT_ACTIONS)
    .nullable()
    .openapi({ description: "What the space does with it. Null: nothing was said, or no space was asked about." }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
};

/** Converts a DTO for REST. */
export function toContent({ kind: _kind, bundleId: _bundleId, ...dto }: ContentDto) {
  return { ...dto, organizationWide: dto.spaceId === null };
}

/** The result of an upload, apart from the content itself. */
export const uploadedShape = {
  overwritten: z.int().openapi({ description: "How many replaced something." }),
  warnings: z.array(findingSchema).readonly(),
  moreWarnings: z.int().openapi({ description: "Warnings beyond those listed." }),
};

const EXAMPLE = `policies:
  - uid: ssh-baseline
    name: SSH baseline
    version: 1.0.0
    groups:
      - title: Server
        checks:
          - uid: ssh-no-root
            title: Root cannot sign in
            impact: 80
            mql: sshd.config.params["PermitRootLogin"] == "no"
packs:
  - uid: ssh-inventory
    name: SSH inventory
    version: 1.0.0
    queries:
      - uid: ssh-ciphers
        title: Ciphers
        mql: sshd.config.ciphers
`;

const bundle = () => z.string().openapi({ description: "The bundle, up to 5 MiB in UTF-8.", example: EXAMPLE });
/** JSON in place of YAML. Escapes may double the size of a bundle. */
export const MAX_JSON_BUNDLE_BYTES = 2 * MAX_BUNDLE_BYTES + 4_096;
export const jsonBundleSchema = z
  .strictObject({
    yaml: bundle(),
    overwrite: z.boolean().optional().openapi({ description: "Left out: as the query says." }),
  })
  .openapi("BundleUpload");
export const yamlBundleSchema = bundle();

const overwrite = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true")
  .openapi({
    type: "boolean",
    default: false,
    description: "Whether what has the same uid is replaced. Without it that is 409 `uid_taken`.",
  });
export const uploadQuery = z.strictObject({ overwrite });

const listFields = {
  search,
  sort: z.enum(CONTENT_SORTS).default("name"),
  direction: direction.default("asc"),
  ...pageQuery,
};
export const listQuery = z.strictObject(listFields);
export const spaceListQuery = z.strictObject({
  assigned: several(ASSIGNMENT_ACTIONS, "Only what the space has assigned so."),
  ...listFields,
});

const ids = z.array(id).min(1).max(MAX_ASSIGNMENTS);
export const assignSchema = z.strictObject({ ids, action: z.enum(ASSIGNMENT_ACTIONS) }).openapi("Assign");
export const assignOneSchema = z.strictObject({ action: z.enum(ASSIGNMENT_ACTIONS) }).openapi("AssignOne");
export const assignmentSchema = z
  .object({ id: z.uuid(), uid: z.string(), name: z.string(), action: z.enum(ASSIGNMENT_ACTIONS) })
  .openapi("Assignment", { description: "What a space does with a policy or query pack, by the id of that." });
