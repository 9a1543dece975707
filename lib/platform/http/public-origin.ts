/** The variables that determine the console's origin. A plain interface, so that middleware can use it too. */
export interface OriginVariables {
  readonly APP_URL?: string | undefined;
  readonly VERCEL?: string | boolean | undefined;
  readonly VERCEL_ENV?: string | undefined;
  readonly VERCEL_URL?: string | undefined;
  readonly VERCEL_PROJECT_PRODUCTION_URL?: string | undefined;
}

/** The public origin from the configuration or the platform; null means the host that the request names. */
export function configuredOrigin(variables: OriginVariables): string | null {
  if (variables.APP_URL) return new URL(variables.APP_URL).origin;
  if (!variables.VERCEL) return null;
  const host = variables.VERCEL_ENV === "production" ? variables.VERCEL_PROJECT_PRODUCTION_URL : variables.VERCEL_URL;
  return host ? `https://${host}` : null;
}

/** Whether the console is served over https. This determines cookie names, Secure and HSTS. */
export function isHttps(variables: OriginVariables): boolean {
  return configuredOrigin(variables)?.startsWith("https:") ?? false;
}
