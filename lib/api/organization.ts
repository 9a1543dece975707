import { createRoute, z } from "@hono/zod-openapi";
import { getOrganization } from "../organizations/queries";
import { guarded } from "./authenticated";
import type { ApiApp } from "./context";
import { failure } from "./failure";
import { answers, TOKEN_SECURITY } from "./openapi";
import { json } from "./reply";
import { describeAccess } from "./describe-access";

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

const route = (path: string, operationId: string) =>
  createRoute({
    method: "get",
    path,
    operationId,
    tags: ["Organization"],
    summary: "The token's organization",
    description: describeAccess({ needs: "organization.read", path }),
    security: TOKEN_SECURITY,
    responses: answers(organizationSchema, "The organization, cut to what the token may see."),
  });

/** `/api/v1/organization`, and the same under the path of the product that Latchkey replaces. */
export function addOrganization(app: ApiApp): void {
  for (const described of [
    route("/api/v1/organization", "getOrganization"),
    route("/airmdrapi/organization", "getOrganizationCompatibly"),
  ]) {
    const answer = guarded(async (c, actor) => {
      const result = await getOrganization(actor);
      return result.ok ? json(c, result.organization, 200) : failure(c, result);
    });
    app.openapi(described, answer);
  }
}
