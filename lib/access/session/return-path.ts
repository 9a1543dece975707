/**
 * The path to open after sign-in: a path of this site, or `/`. Refuses anything that a browser could read as another
 * site: absolute URLs, `//host`, `/\host`, and variants with control characters.
 */
export function safeNextPath(value: unknown): string {
  if (typeof value !== "string" || value.length > 2_000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(value)) return "/";
  const parsed = new URL(value, "http://own.invalid");
  if (
    parsed.origin !== "http://own.invalid" ||
    parsed.pathname.startsWith("//") ||
    parsed.pathname.startsWith("/login")
  )
    return "/"; // dot segments may have been removed
  return parsed.pathname + parsed.search + parsed.hash;
}
