const PATHS: ReadonlySet<string> = new Set(
  [
    "callback/credentials",
    "csrf",
    "error",
    "providers",
    "session",
    "signin",
    "signin/credentials",
    "signout",
    "verify-request",
  ].map((path) => `/api/auth/${path}`),
);

/** Whether next-auth answers at this path. It logs any other whole, and a path may hold anything. */
export function isNextAuthPath(path: string): boolean {
  return PATHS.has(path);
}
