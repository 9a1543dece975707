import { AsyncLocalStorage } from "node:async_hooks";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

// Loads each built route of the console as if it were the first one of a new process, and then calls the API's route
// handler. Prints one JSON object per route. Runs outside of vitest, because Next replaces globals.

const BUILT = path.resolve(".next/server");
const API = path.join(BUILT, "app/api/[[...path]]/route.js");

globalThis.AsyncLocalStorage = AsyncLocalStorage; // as `next start` does
const require = createRequire(import.meta.url);
require("next/dist/server/node-environment");

const routes = readdirSync(path.join(BUILT, "app"), { recursive: true })
  .filter((file) => /(^|[\\/])(route|page)\.js$/.test(file))
  .sort();

for (const route of routes) {
  forget();
  await load(path.join(BUILT, "app", route));
  console.log(JSON.stringify({ route, answer: await askApi() }));
}

/** Removes every built module, including zod, so that the next route loads everything again. */
function forget() {
  for (const file of Object.keys(require.cache)) if (file.startsWith(BUILT)) delete require.cache[file];
  delete globalThis[Symbol.for("latchkey.runtime")];
}

async function load(file) {
  const { routeModule } = await require(file);
  await routeModule.ensureUserland?.();
  const { loaderTree } = routeModule.userland;
  if (loaderTree) await loadTree(loaderTree);
  return routeModule.userland;
}

/** Rendering loads a page's layouts, its boundaries and the page itself one by one. */
async function loadTree([, slots, modules]) {
  for (const entry of Object.values(modules)) if (typeof entry?.[0] === "function") await entry[0]();
  for (const slot of Object.values(slots)) await loadTree(slot);
}

/** The API's status for a simple request, or the error that prevented its loading. */
async function askApi() {
  try {
    const { GET } = await load(API);
    return (await GET(new Request("http://127.0.0.1/api/health/live"))).status;
  } catch (error) {
    return String(error);
  }
}
