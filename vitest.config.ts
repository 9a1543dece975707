import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { TEST_AUTH_SECRET } from "./tools/testing/auth-secret";

const sources = "{app,components,lib,packages,prisma,tools,e2e,bench}/**";
const shared = {
  environment: "node" as const,
  // It imports "next/server" without an extension, which only a bundler finds.
  server: { deps: { inline: ["next-auth"] } },
  testTimeout: 180_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } }, // One second, the default, is short on a busy machine.
  globalSetup: ["tools/testing/global-setup.ts"],
  // For code that reads the environment; DATABASE_URL comes from tools/testing/use-database.ts.
  env: {
    AUTH_SECRET: TEST_AUTH_SECRET,
    SETUP_CODE: "only-for-tests",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
  },
};

export default defineConfig({
  resolve: {
    alias: {
      "@": import.meta.dirname,
      // Node takes this file of the package for its users; a second instance would not know the first one's types.
      graphql: path.join(import.meta.dirname, "node_modules/graphql/index.js"),
      "server-only": path.join(import.meta.dirname, "tools/empty.ts"),
    },
  },
  test: {
    // Measured with --coverage only, as `npm test` does for the unit tests.
    coverage: {
      provider: "v8",
      include: ["lib/**/*.{ts,tsx}"],
      exclude: ["**/*.test.ts", "**/testing/**", "**/testing.ts", "lib/platform/db/generated/**"],
      reporter: ["json-summary"],
    },
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: "unit",
          // A third of their time they wait, most of it for PostgreSQL: on two cores, three at once.
          maxWorkers: Math.max(3, availableParallelism() - 1),
          include: [`${sources}/*.test.{ts,tsx}`, "*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.{http,long}.test.ts"],
        },
      },
      // Against the built application: needs `npm run build` first. After the others, which have workers of another
      // number.
      {
        extends: true,
        test: {
          ...shared,
          name: "http",
          // They wait more than they work: on two cores, three at once.
          maxWorkers: Math.max(3, availableParallelism() - 1),
          include: [`${sources}/*.http.test.ts`],
          testTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
      // `npm run test:long`: what takes long and has a short form among the others.
      {
        extends: true,
        test: { ...shared, name: "long", include: [`${sources}/*.long.test.ts`], sequence: { groupOrder: 2 } },
      },
    ],
  },
});
