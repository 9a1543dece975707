import { requireActor } from "@/lib/access/session/session";
import { docsPage } from "@/lib/docs/page";

export const dynamic = "force-dynamic";

/** GraphiQL, for everyone who is signed in. It uses the pasted token, never the session. */
export async function GET(): Promise<Response> {
  await requireActor("/docs/graphql");
  return docsPage({
    title: "GraphiQL",
    styles: ["/docs/assets/graphiql.css", "/docs/docs.css"],
    scripts: ["/docs/graphiql-start.js", "/docs/assets/graphiql.js", "/docs/graphiql-render.js"],
    body: '<header class="token"><label for="token">API token</label><input id="token" type="password" autocomplete="off" spellcheck="false" placeholder="latch_…"><span>Kept only while this page is open.</span></header><main id="graphiql"><p class="note" role="status">Paste an API token above to load the schema and run queries.</p></main>',
    inlineStyles: true,
  });
}
