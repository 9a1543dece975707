import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { runNode, scripts } from "./node";
import { inRoot } from "./project";

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ name: z.string().optional(), dev: z.boolean().optional() })),
});

/** The names of the packages that `npm install --omit=dev` installs. */
function productionPackages(): string[] {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")));
  return Object.entries(packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([place, { name }]) => name ?? place.replace(/^.*node_modules\//, ""));
}

// docs/decisions/0051-packages-left-out.md
test("production has no package that only other commands of Prisma or the image optimizer need", () => {
  const unused = /^(@prisma\/(dev|studio-core)|@electric-sql\/.*|@img\/.*|elkjs|mysql2|sharp)$/;
  expect(productionPackages().filter((name) => unused.test(name))).toEqual([]);
});

test("Prisma's CLI runs without them", async () => {
  const { status, output } = await runNode([scripts.prisma, "validate"]);
  expect([status, output]).toEqual([0, expect.stringContaining("is valid")]);
});

test("a build does not check types, as those of the tests need development dependencies", async () => {
  const { default: config } = await import("../next.config");
  expect(config.typescript?.ignoreBuildErrors).toBe(true);
});
