import { requireActor } from "@/lib/access/session/session";
import { docsPage } from "@/lib/docs/page";

export const dynamic = "force-dynamic";

/** GraphiQL, for everyone who is signed in. It uses the pasted token, never the session. */
export async function GET(): Promise<Response> {
  await requireActor("/docs/graphql");
  return docsPage({
    title: "GraphiQL",
    styles: ["/docs/assets/graphiql.css", "/docs/docs.css"],
    scripts: ["/docs/graphiql-start.js", "/docs/assets/graphiql.js", "/docs/mend.js", "/docs/graphiql-render.js"],
    body:
      '<div class="page"><header class="bar">' +
      '<a href="/">Latchkey</a><h1>GraphiQL</h1><a href="/docs">API reference</a>' +
      '<div class="token"><label for="token">API token</label>' +
      '<input id="token" type="password" autocomplete="off" spellcheck="false" placeholder="latch_…">' +
      "<p>Kept only while this page is open.</p></div></header>" +
      '<main id="graphiql"><p class="note" role="status">' +
      "Paste an API token above to load the schema and run queries.</p></main></div>",
    inlineStyles: true,
  });
}
