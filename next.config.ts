import type { NextConfig } from "next";
import { REWRITES } from "./lib/api/paths";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native code, and what keeps state per process.
  serverExternalPackages: ["pg", "@node-rs/argon2", "pino", "prom-client", "@prisma/client", "@prisma/adapter-pg"],
  // The API sees the path as it was sent, and no redirect turns a POST into a GET.
  skipTrailingSlashRedirect: true,
  rewrites: () => Promise.resolve({ beforeFiles: REWRITES, afterFiles: [], fallback: [] }),
  headers: () => Promise.resolve([{ source: "/:path*", headers: [{ key: "X-Content-Type-Options", value: "nosniff" }] }]),
  experimental: { serverActions: { bodySizeLimit: "6mb" } },
};

export default config;
