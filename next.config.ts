import type { NextConfig } from "next";

/** They know each other's types by identity, so that there must be one of each. */
const GRAPHQL = [
  "graphql",
  "graphql-yoga",
  "@graphql-yoga/render-graphiql",
  "@pothos/core",
  "@escape.tech/graphql-armor",
];

const config: NextConfig = {
  poweredByHeader: false,
  // Nothing here is an image that needs work, and the optimizer fetches what a query names.
  images: { unoptimized: true },
  reactStrictMode: true,
  // `npm run types` checks them, tests included. A build must work without the development dependencies.
  typescript: { ignoreBuildErrors: true },
  // Native code, and what keeps state per process.
  serverExternalPackages: [
    "pg",
    "pg-boss",
    "@node-rs/argon2",
    "pino",
    "prom-client",
    "@prisma/client",
    "@prisma/adapter-pg",
    ...GRAPHQL,
  ],
  outputFileTracingIncludes: {
    "/docs/assets/[name]": [
      "./node_modules/swagger-ui-dist/swagger-ui-bundle.js",
      "./node_modules/swagger-ui-dist/swagger-ui.css",
    ],
  },
  // The API sees the path as it was sent, and no redirect turns a POST into a GET.
  skipTrailingSlashRedirect: true,
  headers: () =>
    Promise.resolve([{ source: "/:path*", headers: [{ key: "X-Content-Type-Options", value: "nosniff" }] }]),
  experimental: {
    // As in lib/server/page-body, which bounds them first; files are sent to route handlers.
    serverActions: { bodySizeLimit: "512kb" },
    // docs/decisions/0080-a-first-start-builds-less.md
    turbopackFileSystemCacheForBuild: false,
    turbopackSourceMaps: false,
    serverMinification: false,
  },
};

export default config;
