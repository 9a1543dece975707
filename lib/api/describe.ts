import { gzipSync } from "node:zlib";
import { publicOrigin } from "../platform/http/served-origin";
import type { ApiApp } from "./context";
import { listOfCodes } from "./errors";
import { SECURITY_SCHEMES } from "./openapi";
import { acceptsCoding } from "../platform/http/accept-encoding";
import { reply } from "./reply";

const HEADERS = {
  "content-type": "application/json",
  "cache-control": "public, max-age=300",
  vary: "Accept-Encoding",
};

/**
 * `/api/v1/openapi.json`: OpenAPI 3.1, generated from the schemas that validate. Created and compressed once, on the first
 * call.
 */
export function addDescription(app: ApiApp): void {
  let document: { text: string; gzip: Uint8Array<ArrayBuffer> } | undefined;
  app.get("/api/v1/openapi.json", (c) => {
    document ??= written(JSON.stringify(describe(app)));
    // Next compresses by itself, and drops the Content-Encoding of a route's response.
    const isOnNext = c.env.incoming === undefined;
    return !isOnNext && acceptsCoding(c.req.header("accept-encoding"), "gzip")
      ? reply(c, 200, document.gzip, { ...HEADERS, "content-encoding": "gzip" })
      : reply(c, 200, document.text, HEADERS);
  });
}

const written = (text: string) => ({ text, gzip: new Uint8Array(gzipSync(text)) });

const INTRODUCTION = `What API tokens open.

Present a token as \`Authorization: Bearer <token>\`. What is out of its reach is \`404\`, as if it were not there; what it
may not do is \`403\`. Lists answer \`{items, nextCursor}\`: send \`nextCursor\` as \`cursor\` for the next page, until it is
null. A POST with an \`Idempotency-Key\` can be sent again without harm. Errors are \`application/problem+json\` (RFC 9457),
and their \`code\` is stable.

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
