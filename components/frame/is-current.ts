/** The path above pages that belong to a navigation link, but are not below its page. */
const ALSO_ABOVE: Readonly<Record<string, string>> = { "/admin/tokens": "/admin/subjects" };

/** Whether a navigation link points to the current page, or to one above it. */
export function isCurrent(pathname: string, href: string): boolean {
  if (href === "/") return pathname === "/";
  const also = ALSO_ABOVE[href];
  return pathname === href || isBelow(pathname, href) || (also !== undefined && isBelow(pathname, also));
}

const isBelow = (pathname: string, href: string) => pathname.startsWith(`${href}/`);
