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

/** Whether next-auth answers at this path. It writes any other path to the log in full, whatever a client put there. */
export function isNextAuthPath(path: string): boolean {
  return PATHS.has(path);
}
