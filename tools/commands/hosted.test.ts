import { describe, expect, test } from "vitest";
import { migrateHosted, requireSettings } from "./hosted";
import { knownMigrations } from "../migration/plan";
import { createEmptyDatabase } from "../testing/database";

const complete = {
  DATABASE_URL: "postgresql://db.example/latchkey",
  AUTH_SECRET: "x".repeat(32),
  SETUP_CODE: "x".repeat(12),
  NODE_ENV: "production" as const,
};

describe("a hosted build", () => {
  test.each(["DATABASE_URL", "AUTH_SECRET", "SETUP_CODE"])("does not begin without %s, and names it", (name) => {
    expect(() => requireSettings({ ...complete, [name]: "" })).toThrow(`${name} is required`);
  });

  test("names a value that is no good, without showing it", () => {
    expect(() => requireSettings({ ...complete, AUTH_SECRET: "short" })).toThrow(
      /AUTH_SECRET needs at least 32 characters/,
    );
  });

  test("migrates when it is for production, and never for a preview", async () => {
    const { appUrl, ownerUrl, drop } = await createEmptyDatabase();
    const lines: string[] = [];
    const urls = { ...complete, DATABASE_URL: appUrl, MIGRATION_DATABASE_URL: ownerUrl };
    await migrateHosted({ ...urls, VERCEL_ENV: "preview" }, (line) => lines.push(line));
    expect(lines).toEqual(["This is no production build: the database is not migrated."]);
    await migrateHosted({ ...urls, VERCEL_ENV: "production" }, (line) => lines.push(line));
    expect(lines.at(-1)).toBe(`Migrated: ${knownMigrations().join(", ")}.`);
    await drop();
  });

  test("begins when all is there", () => {
    expect(() => requireSettings(complete)).not.toThrow();
  });
});
