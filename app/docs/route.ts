import { docsPage } from "@/lib/docs/page";

export const dynamic = "force-dynamic";

/** The reference of the REST API. It contains only the public OpenAPI document. */
export function GET(): Response {
  return docsPage({
    title: "API reference",
    styles: ["/docs/assets/swagger-ui.css", "/docs/docs.css"],
    scripts: ["/docs/assets/swagger-ui.js", "/docs/reference.js"],
    body: '<p class="note">Choose Authorize to paste an API token. It is kept only while this page is open.</p><main id="reference"></main>',
    inlineStyles: false,
  });
}
