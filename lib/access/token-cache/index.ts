import { env } from "../../platform/env";
import { processWide } from "../../platform/process-wide";
import { findRecord } from "./token-record";
import { TokenCache } from "./token-cache";

/** The token cache of this process. */
export function tokenCache(): TokenCache {
  return processWide("token-cache", () => {
    const { LISTEN_DATABASE_URL, DATABASE_URL } = env();
    return new TokenCache({ url: LISTEN_DATABASE_URL ?? DATABASE_URL, find: findRecord });
  });
}

/** Starts caching in a process that lives long, unless TOKEN_CACHE is off; without it every check is one look-up. */
export function startTokenCache(): void {
  if (env().TOKEN_CACHE) tokenCache().start();
}
