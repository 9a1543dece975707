import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { useTestDatabase } from "@/tools/testing/use-database";
import { isMigrated, LATEST_MIGRATION } from "./readiness";

useTestDatabase();

test("the newest migration of the code is the newest in the folder", () => {
  const folders = readdirSync("prisma/migrations", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(LATEST_MIGRATION).toBe(
    folders
      .map(({ name }) => name)
      .sort()
      .at(-1),
  );
});

test("a migrated database is ready", async () => {
  expect(await isMigrated()).toBe(true);
});
