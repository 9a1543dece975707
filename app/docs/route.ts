import { docsPage } from "@/lib/docs/page";

export const dynamic = "force-dynamic";

/** The reference of the REST API. It contains only the public OpenAPI document. */
export function GET(): Response {
  return docsPage({
    title: "API reference",
    styles: ["/docs/assets/swagger-ui.css", "/docs/docs.css"],
    scripts: ["/docs/assets/swagger-ui.js", "/docs/mend.js", "/docs/reference.js"],
    body:
      '<header class="bar"><a href="/">Latchkey</a><a href="/docs/graphql">GraphiQL</a>' +
      "<p>Choose Authorize to paste an API token. It is kept only while this page is open.</p></header>" +
      '<div id="reference"></div>',
    inlineStyles: false,
  });
}
