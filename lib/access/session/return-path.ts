/**
 * Where to go after signing in: a path of ours, or `/`. Anything that a browser could read as another site is refused:
 * absolute URLs, `//host`, `/\host`, and what control characters could turn into one of them.
 */
export function safeNextPath(value: unknown): string {
  if (typeof value !== "string" || value.length > 2_000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(value)) return "/";
  const parsed = new URL(value, "http://own.invalid");
  if (
    parsed.origin !== "http://own.invalid" ||
    parsed.pathname.startsWith("//") ||
    parsed.pathname.startsWith("/login")
  )
    return "/"; // dot segments may have gone
  return parsed.pathname + parsed.search + parsed.hash;
}
