import { type CompressedText, compressText, matchesEtag } from "../platform/http/content-coding";
import { publicOrigin } from "../platform/http/served-origin";
import type { ApiApp } from "./context";
import { listOfCodes } from "./errors";
import { SECURITY_SCHEMES } from "./openapi";
import { addOperation } from "./operation";
import { reply } from "./reply";

/**
 * `/api/v1/openapi.json`: OpenAPI 3.1, generated from the schemas that validate. Created and compressed once, on the
 * first call. Next removes Content-Encoding from what route handlers return, and compresses itself, as a platform does.
 */
export function addDescription(app: ApiApp): void {
  let compressed: Promise<CompressedText> | undefined;
  addOperation(app, {
    hidden: true,
    method: "get",
    path: "/api/v1/openapi.json",
    answer: async (c) => {
      const document = await (compressed ??= compressText(JSON.stringify(describe(app))));
      const isOnNode = c.env.incoming !== undefined;
      const { body, headers } = isOnNode ? document.for(c.req.header("accept-encoding")) : document.plain;
      const cached = { ...headers, "cache-control": "public, max-age=300" };
      if (!matchesEtag(c.req.header("if-none-match"), headers.etag)) {
        return reply(c, 200, body, { ...cached, "content-type": "application/json" });
      }
      const { "content-encoding": _, ...kept } = cached;
      return reply(c, 304, null, kept);
    },
  });
}

const INTRODUCTION = `Send an API token with each call: \`Authorization: Bearer <token>\`.

Resources outside of the token's organization or space are \`404\`, as if they did not exist. Operations that its
permissions do not allow are \`403\`. Lists return \`{items, nextCursor}\`: send \`nextCursor\` as \`cursor\` for the
next page, until it is null. A POST with an \`Idempotency-Key\` can be sent again without a second effect. Errors are
\`application/problem+json\` (RFC 9457), and their \`code\` is stable.

<details><summary>All codes</summary>

${listOfCodes()}

</details>`;

/** An SPDX expression, supported since OpenAPI 3.1. */
const LICENSE = { name: "Proprietary", identifier: "LicenseRef-Proprietary" };

function describe(app: ApiApp): object {
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES))
    app.openAPIRegistry.registerComponent("securitySchemes", name, scheme);
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Latchkey",
      version: "1",
      description: INTRODUCTION,
      license: LICENSE,
    },
    servers: [{ url: publicOrigin() ?? "/" }],
  });
}
