import { z } from "@hono/zod-openapi";

/** The error body of OAuth endpoints (RFC 6749 section 5.2). */
export const oauthErrorSchema = z.object({ error: z.string(), error_description: z.string() }).openapi("OAuthError");
