/** A parsed PostgreSQL URL that may name several hosts. */
export interface DatabaseHosts {
  /** One URL per host, in the given order, without `target_session_attrs`. */
  readonly urls: readonly string[];
  /** Whether the server must accept writes. */
  readonly needsWrites: boolean;
}

/** `user:password@` (optional), the hosts, and the rest from the path on. */
const PARTS = /^(postgres(?:ql)?:\/\/)((?:[^@/?#]*@)?)([^/?#]*)(.*)$/s;
const TARGET = "target_session_attrs";
/** Allowed values of `target_session_attrs`. Latchkey writes, so it never accepts a standby. */
const TARGETS = new Set(["any", "read-write", "primary"]);

/**
 * Parses a URL as libpq does (PostgreSQL documentation, "Connection URIs"): `postgresql://a:5432,b:5432/db`, or hosts
 * and ports in the query. With several hosts, one that accepts writes is required, whatever `target_session_attrs`
 * says. Returns null for any other URL.
 */
export function parseHosts(url: string): DatabaseHosts | null {
  const [, scheme = "", credentials = "", authority = "", rest = ""] = PARTS.exec(url) ?? [];
  if (scheme === "") return null;
  const urls = authority.split(",").flatMap((host) => spread(`${scheme}${credentials}${host}${rest}`) ?? [""]);
  if (!urls.every((single) => single !== "" && URL.canParse(single))) return null;
  const target = new URL(urls[0] ?? "").searchParams.get(TARGET) ?? "any";
  if (!TARGETS.has(target)) return null;
  return { urls: urls.map(withoutTarget), needsWrites: urls.length > 1 || target !== "any" };
}

/** One URL per host in the query's `host` and `port`, or the URL itself if it has none. Null if their counts differ. */
function spread(single: string): string[] | null {
  if (!URL.canParse(single)) return null;
  const url = new URL(single);
  const hosts = url.searchParams.get("host")?.split(",") ?? [];
  const ports = url.searchParams.get("port")?.split(",") ?? [];
  if (hosts.length <= 1 && ports.length <= 1) return [single];
  if (ports.length > 1 && ports.length !== hosts.length) return null;
  return hosts.map((host, index) => {
    const one = new URL(url);
    one.searchParams.set("host", host);
    const port = ports[index] ?? ports[0];
    if (port !== undefined) one.searchParams.set("port", port);
    return one.toString();
  });
}

function withoutTarget(single: string): string {
  const url = new URL(single);
  if (!url.searchParams.has(TARGET)) return single;
  url.searchParams.delete(TARGET);
  return url.toString();
}
