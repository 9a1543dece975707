import { z } from "@hono/zod-openapi";
import { getOrganization } from "../organizations/queries";
import type { ApiApp } from "./context";
import { addOperation, ok } from "./operation";

const spaceNameSchema = z.object({ id: z.string(), name: z.string() }).openapi("SpaceName");

const organizationSchema = z
  .object({
    id: z.string().openapi({ example: "acme-security" }),
    code: z.string().openapi({ example: "ASO" }),
    name: z.string().openapi({ example: "Acme Security Operations" }),
    spaces: z
      .array(spaceNameSchema)
      .readonly()
      .openapi({ description: "The spaces that the token reaches, by name; the first 1,000." }),
    moreSpaces: z.boolean().openapi({ description: "Whether there are more spaces." }),
    description: z.string().optional(),
    company: z.string().optional(),
    createdAt: z.iso.datetime().optional(),
  })
  .openapi("Organization", {
    description: "Agents, and tokens for one space, see the id, the code, the name and their spaces only.",
  });

const PATHS = {
  "/api/v1/organization": "getOrganization",
  "/airmdrapi/organization": "getOrganizationCompatibly",
};

/** `/api/v1/organization`, and the same under the path of the product that Latchkey replaces. */
export function addOrganization(app: ApiApp): void {
  for (const [path, operationId] of Object.entries(PATHS)) {
    addOperation(app, {
      method: "get",
      path,
      operationId,
      needs: "organization.read",
      tag: "Organization",
      summary: "The token's organization",
      success: { 200: "The organization, cut to what the token may see." },
      answers: organizationSchema,
      run: async ({ actor }) => {
        const result = await getOrganization(actor);
        return result.ok ? ok(result.organization) : result;
      },
    });
  }
}
