import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { inRoot } from "../project";
import { COMPRESSED } from "./compress";

/**
 * The maximum size of all scripts of a first visit, compressed, in bytes. e2e/first-load.spec.ts holds it in a browser.
 */
const MAX_BYTES = 150_000;
const MANIFEST = "page_client-reference-manifest.js";

const buildSchema = z.object({ rootMainFiles: z.array(z.string()).nonempty() });
/** The scripts of each segment of a page, by its file. */
const pageSchema = z.object({ entryJSFiles: z.record(z.string(), z.array(z.string())) });

const pages = readdirSync(inRoot(".next/server/app"), { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === MANIFEST)
  .map((file) => path.dirname(file))
  .filter((page) => !page.startsWith("_"));

function sizeOf(script: string): number {
  return statSync(inRoot(COMPRESSED, `${path.relative("static", script)}.br`)).size;
}

/** The scripts that the page's HTML names. Its root not-found page is not among them. */
function scriptsOf(page: string): ReadonlySet<string> {
  const { rootMainFiles } = buildSchema.parse(JSON.parse(readFileSync(inRoot(".next/build-manifest.json"), "utf8")));
  const source = readFileSync(inRoot(".next/server/app", page, MANIFEST), "utf8");
  const manifest = source.slice(source.indexOf("= {") + 2).replace(/;\s*$/, "");
  const { entryJSFiles } = pageSchema.parse(JSON.parse(manifest));
  const segments = Object.entries(entryJSFiles).filter(([file]) => file !== "[project]/app/not-found");
  return new Set([...rootMainFiles, ...segments.flatMap(([, files]) => files)]);
}

test("every page is measured", () => {
  expect(pages.length).toBeGreaterThan(20);
});

test.each(pages)("%s loads less than 150 kB of scripts", (page) => {
  const bytes = [...scriptsOf(page)].reduce((sum, script) => sum + sizeOf(script), 0);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(MAX_BYTES);
});
