import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import tailwind from "@tailwindcss/postcss";
import type { Postcss } from "postcss";
import { expect, test } from "vitest";
import { inRoot, ROOT } from "../tools/project";

const FOLDERS = ["app", "components"];
const require = createRequire(createRequire(import.meta.url).resolve("@tailwindcss/postcss"));
const postcss = require("postcss") as Postcss;

test("Tailwind reads nothing but app and components: data inside the checkout cannot break the build", async () => {
  const from = inRoot("app/globals.css");
  const { messages } = await postcss([tailwind({ base: ROOT })]).process(readFileSync(from, "utf8"), { from });
  const folders = messages.flatMap((message) => (message.type === "dir-dependency" ? [message.dir as string] : []));
  expect(folders.map((folder) => path.relative(ROOT, folder)).sort()).toEqual(FOLDERS);
});

test("class names are written only where Tailwind reads", () => {
  const elsewhere = ["lib", "tools", "server.ts", "gateway.ts", "middleware.ts"].flatMap(filesOf);
  expect(elsewhere.filter((file) => /className[=:]/.test(readFileSync(file, "utf8")))).toEqual([]);
});

function filesOf(name: string): string[] {
  if (name.endsWith(".ts")) return [inRoot(name)];
  return readdirSync(inRoot(name), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => inRoot(name, file));
}
