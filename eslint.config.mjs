import { readdirSync } from "node:fs";
import nextPlugin from "@next/eslint-plugin-next";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** The nouns of lib in the order of their imports: each may import those of the lines above it. */
const NOUNS = [
  ["docs", "passwords"],
  ["audit", "denials", "mrn", "revocations"],
  ["usage"],
  ["account", "assets", "content", "members", "organizations", "reports"],
  ["apis"],
  ["tokens"],
  ["invitations", "recovery", "spaces", "verification"],
  ["advice"],
  ["retention", "setup"],
];
/** Every folder of lib, lowest first: platform, access, nouns, surfaces. */
const ORDER = [["platform"], ["access"], ...NOUNS, ["graphql"], ["api"], ["server"]];

const unlisted = readdirSync(new URL("./lib", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !ORDER.flat().includes(entry.name))
  .map((entry) => entry.name);
if (unlisted.length > 0) throw new Error(`Give lib/${unlisted.join(", lib/")} a place in the order of imports.`);

/**
 * A folder may import the lines above its own line, never its own line or one below: so there is no circle of folders.
 */
const downwards = ORDER.flatMap((line, index) =>
  line.map((folder) => ({
    target: `./lib/${folder}`,
    from: ORDER.slice(index)
      .flat()
      .filter((other) => other !== folder)
      .map((other) => `./lib/${other}`),
    message: "Imports run down: surfaces, nouns, access, platform. See NOUNS in eslint.config.mjs.",
  })),
).filter(({ from }) => from.length > 0); // The rule refuses an empty list: the top folder may import everything.

/**
 * Imports run one way: app -> components -> lib, and inside lib surfaces -> nouns -> access -> platform. Each zone:
 * files in `target` may not import files in `from`.
 */
const directions = [
  ...downwards,
  {
    target: "./lib",
    from: ["./app", "./components", "./tools", "./e2e", "./bench"],
    message: "lib knows neither pages nor tools.",
  },
  {
    target: "./components",
    from: ["./app", "./lib/api", "./lib/graphql", "./lib/platform/db", "./tools"],
    message: "Components get data as props.",
  },
  {
    target: "./components/ui",
    from: ["./lib/**/*", "./components/!(ui)/**"],
    message: "Primitives have no domain word.",
  },
  {
    target: "./app",
    from: ["./lib/platform/db", "./tools"],
    message: "Pages call lib/<noun>; only lib queries the database.",
  },
  {
    target: "./packages",
    from: ["./app", "./components", "./lib", "./tools", "./e2e", "./bench"],
    message: "A package is published alone.",
  },
  {
    target: ["./app", "./components", "./lib"],
    from: ["./packages"],
    message: "Packages are for other programs. The application does not wait for their build.",
  },
];

/** The file names that any noun may have: pure input, rules and labels; reads, writes and rows. */
const NOUN_FILES = ["schema", "policy", "labels", "limits", "dto", "row", "queries", "mutations", "guards", "index"];
/** A file more for each concept of a noun that has a name of its own. */
const CONCEPTS = {
  account: [
    "memberships",
    "next-auth",
    "next-auth-paths",
    "reauthenticate",
    "replace-password",
    "sign-in",
    "sign-in-browser",
    "sign-in-events",
    "sign-out",
  ],
  advice: ["advise", "refresh"],
  apis: ["grants"],
  assets: ["latest-report", "summary"],
  audit: [
    "append",
    "canonical",
    "chain",
    "differences",
    "export",
    "export-format",
    "known-keys",
    "seal",
    "verifier-worker",
    "verify",
  ],
  content: [
    "assignments",
    "by-uid",
    "checks",
    "delete-content",
    "kind",
    "listing",
    "policy-mutations",
    "policy-queries",
    "querypack-mutations",
    "querypack-queries",
    "search",
    "selection",
    "upload",
  ],
  denials: ["reasons", "recorder", "state", "write"],
  docs: ["assets", "page"],
  invitations: ["acceptance"],
  organizations: ["settings"],
  passwords: ["hash", "queue-share", "strength"],
  reports: ["insert", "receive", "store"],
  retention: ["jobs", "run-sweep", "sweeps"],
  revocations: ["changes", "cutoffs", "feed"],
  setup: ["one-time-code", "propose-code", "record-restore", "require-setup-code", "reset-keys", "token-prefix"],
  spaces: ["generated-id", "settings"],
  tokens: [
    "ancestors",
    "creators",
    "descendants",
    "details",
    "event",
    "expiration",
    "grant-rows",
    "grants",
    "issues",
    "issuing",
    "limiting",
    "list",
    "lock",
    "lookup",
    "metadata",
    "named-apis",
    "pasted-token",
    "policy-forecast",
    "policy-preview",
    "prefix",
    "repeats",
    "revoke-restored",
    "revoking",
    "rotation",
    "scope-holders",
    "subject",
    "subject-limits",
    "token-form-options",
    "verifies",
  ],
  usage: ["flush", "recorder", "schedule", "series", "state", "write"],
  verification: [
    "api-demand",
    "binding",
    "demand",
    "exchange",
    "introspect",
    "key-encryption",
    "keys",
    "revoke-own",
    "verify",
  ],
};
/** Folders in nouns: a parser, the thread that it runs in, snippets of code by language, what tests share. */
const NOUN_FOLDERS = "{parse,quickstart,reader,testing}";

/** Files of nouns whose names are not on these lists. */
const badlyNamed = NOUNS.flat().map((noun) => ({
  files: [`lib/${noun}/**/*.ts`],
  ignores: [
    "**/*.test.ts",
    `lib/${noun}/${NOUN_FOLDERS}/**`,
    ...[...NOUN_FILES, ...(CONCEPTS[noun] ?? [])].map((name) => `lib/${noun}/${name}.ts`),
  ],
  rules: {
    "no-restricted-syntax": [
      "error",
      {
        selector: "Program",
        message: "Not a usual file name of a noun. If it is a concept with a name of its own, add it to CONCEPTS.",
      },
    ],
  },
}));

const NO_ENV = { object: "process", property: "env", message: "Read the environment through lib/platform/env.ts." };
/** The ways of Hono to add a route, which only addOperation uses. */
const ROUTES = ["get", "post", "put", "patch", "delete", "all", "on", "use", "openapi", "openAPIRegistry"];

/** What packages run without: they are for edge runtimes too. */
const NODE_GLOBALS = ["process", "Buffer", "global", "setImmediate", "require", "__dirname"];

/** Files of this name are pure: shared with forms and tested without a database. */
const PURE_FILES = ["lib/**/{policy,schema,export-format,labels,permissions,actor,decide,granting,dto}.ts"];

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      ".next/",
      "**/dist/",
      ".data/",
      "lib/platform/db/generated/",
      "next-env.d.ts",
      "test-results/",
      "playwright-report/",
      "public/",
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.mjs", "tools/*.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { "import-x": importX, "react-hooks": reactHooks, "@next/next": nextPlugin },
    settings: {
      "import-x/resolver-next": [createTypeScriptImportResolver({ project: import.meta.dirname })],
      "import-x/extensions": [".ts", ".tsx", ".mjs"],
    },
    rules: {
      ...nextPlugin.configs.recommended.rules,
      ...nextPlugin.configs["core-web-vitals"].rules,
      "import-x/no-restricted-paths": ["error", { zones: directions, basePath: import.meta.dirname }],
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "no-console": ["error", { allow: ["error"] }],
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx", "hack"], location: "start" }],
      // Prettier breaks code at 120 columns, but neither comments nor strings.
      "max-len": [
        "error",
        { code: 120, tabWidth: 1, ignoreUrls: true, ignoreRegExpLiterals: true, ignorePattern: "^import " },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/require-await": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression > MemberExpression.callee[property.name='normalize']",
          message: "Normalizing takes quadratic time. Use lib/platform/validation/normalize.ts.",
        },
        {
          selector: "BinaryExpression[operator='instanceof'][right.name=/^(?:QueueFull|RateLimiterRes)$/]",
          message: "Two bundles have two classes of this name. Use isQueueFull or isLimited.",
        },
        {
          selector: "BinaryExpression[operator='instanceof'][right.object.name='Prisma']",
          message: "Two bundles have two classes of this name. Use the error's code.",
        },
      ],
      "no-restricted-properties": ["error", NO_ENV],
    },
  },
  { files: ["{app,components}/**/*.{ts,tsx}"], ignores: ["**/*.test.*"], rules: reactHooks.configs.recommended.rules },
  {
    files: PURE_FILES,
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["next", "next/*", "react", "react-dom", "server-only", "**/db", "**/db/*", "@prisma/*", "pg"],
              message: "This file is pure.",
            },
          ],
        },
      ],
    },
  },
  {
    // Schemas made by an unextended zod have no .openapi(): the API would then fail to load after them.
    files: ["{app,components,lib}/**/*.{ts,tsx}"],
    ignores: ["lib/platform/validation/zod.ts", "**/*.test.*"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: [{ name: "zod", allowTypeImports: true, message: "Import z from lib/platform/validation/zod.ts." }],
        },
      ],
    },
  },
  {
    files: ["lib/api/**"],
    ignores: ["lib/api/operation/**", "lib/api/describe.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        NO_ENV,
        ...ROUTES.map((property) => ({ object: "app", property, message: "Declare routes by addOperation." })),
      ],
    },
  },
  {
    files: [
      "**/*.test.{ts,tsx}",
      "e2e/**",
      "tools/**",
      "bench/**",
      "docs/migrate/**",
      "*.config.{ts,mjs}",
      "middleware.ts",
      "lib/platform/{env,log}.ts",
      "lib/platform/http/client-address.ts",
      "instrumentation.ts",
      "server.ts",
      "gateway.ts",
    ],
    rules: { "no-restricted-properties": "off" },
  },
  {
    // Tests stand beside what they test and use the tools for testing; expect.any() and its like are any.
    files: ["**/*.test.{ts,tsx}", "{lib,packages}/**/testing/**"],
    rules: {
      "import-x/no-restricted-paths": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "react-hooks/rules-of-hooks": "off",
    },
  },
  {
    // What runs and builds in production is installed by `npm install --omit=dev`.
    files: ["{app,components,lib,packages,prisma,tools}/**/*.{ts,tsx,mjs}", "*.{ts,mjs}"],
    ignores: [
      "**/*.test.{ts,tsx}",
      "{lib,packages}/**/testing/**",
      "tools/{fuzz,schema-engine,testing}/**",
      "*.config.{ts,mjs}",
    ],
    rules: { "import-x/no-extraneous-dependencies": ["error", { devDependencies: false }] },
  },
  {
    files: ["packages/*/src/**/*.ts"],
    ignores: ["**/*.test.ts", "packages/*/src/testing/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["node:*"], message: "Packages run on edge runtimes too." }] },
      ],
      "no-restricted-globals": ["error", ...NODE_GLOBALS],
    },
  },
  {
    files: ["tools/**", "bench/**", "e2e/**"],
    rules: { "no-console": "off", "@typescript-eslint/unbound-method": "off" },
  },
  ...badlyNamed,
  {
    files: ["**/*.mjs"],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
