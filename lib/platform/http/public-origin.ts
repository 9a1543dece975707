/** The variables that tell under which origin people reach the console. Plain, so that middleware can read them too. */
export interface OriginVariables {
  readonly APP_URL?: string | undefined;
  readonly VERCEL?: string | boolean | undefined;
  readonly VERCEL_ENV?: string | undefined;
  readonly VERCEL_URL?: string | undefined;
  readonly VERCEL_PROJECT_PRODUCTION_URL?: string | undefined;
}

/** The public origin, where one is configured or the platform names it; null means: whatever host the request names. */
export function configuredOrigin(variables: OriginVariables): string | null {
  if (variables.APP_URL) return new URL(variables.APP_URL).origin;
  if (!variables.VERCEL) return null;
  const host = variables.VERCEL_ENV === "production" ? variables.VERCEL_PROJECT_PRODUCTION_URL : variables.VERCEL_URL;
  return host ? `https://${host}` : null;
}

/** Whether people reach the console over https, which decides cookie names, Secure and HSTS. */
export function isHttps(variables: OriginVariables): boolean {
  return configuredOrigin(variables)?.startsWith("https:") ?? false;
}
