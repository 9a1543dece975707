import { readFile } from "node:fs/promises";
import path from "node:path";
import { NOSNIFF, strictTransport } from "../platform/http/security-headers";
import { servedOverHttps } from "../platform/http/served-origin";

const JAVASCRIPT = "text/javascript; charset=utf-8";
const CSS = "text/css; charset=utf-8";

interface Asset {
  readonly type: string;
  readonly read: () => Promise<string | Buffer<ArrayBuffer>>;
}

const graphiql = () => import("@graphql-yoga/render-graphiql/graphiql");
const swagger = (file: string) => readFile(path.join(process.cwd(), "node_modules/swagger-ui-dist", file));

/** The third-party files of the reference pages, served from installed packages. Nothing is loaded from other hosts. */
const ASSETS = new Map<string, Asset>([
  ["graphiql.js", { type: JAVASCRIPT, read: async () => (await graphiql()).js }],
  ["graphiql.css", { type: CSS, read: async () => (await graphiql()).css }],
  ["editor-worker.js", { type: JAVASCRIPT, read: async () => (await graphiql()).editorWorkerService }],
  ["json-worker.js", { type: JAVASCRIPT, read: async () => (await graphiql()).jsonWorker }],
  ["graphql-worker.js", { type: JAVASCRIPT, read: async () => (await graphiql()).graphqlWorker }],
  ["swagger-ui.js", { type: JAVASCRIPT, read: () => swagger("swagger-ui-bundle.js") }],
  ["swagger-ui.css", { type: CSS, read: () => swagger("swagger-ui.css") }],
]);

/** Responds with the file of this name, or 404. */
export async function assetResponse(name: string): Promise<Response> {
  const asset = ASSETS.get(name);
  if (!asset) return new Response("Not found.\n", { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(await asset.read(), {
    headers: {
      "content-type": asset.type,
      "cache-control": "public, max-age=3600",
      ...NOSNIFF,
      ...strictTransport(servedOverHttps()),
      "cross-origin-resource-policy": "same-origin",
    },
  });
}
