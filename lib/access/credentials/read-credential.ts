import { hasTokenForm } from "./token-format";
import type { HeaderReader } from "../../platform/http/header-reader";

/** Where the token was sent. Rules for browsers apply to cookies only. */
export type Credential = { readonly kind: "bearer" | "cookie"; readonly token: string };

export type Presented =
  | { readonly ok: true; readonly credential: Credential }
  | { readonly ok: false; readonly error: "none" }
  | { readonly ok: false; readonly error: "invalid_request"; readonly description: string };

interface Places {
  readonly cookies?: boolean;
  readonly basic?: boolean;
}

const BEARER = /^Bearer(?: +(.*))?$/i;
const BASIC = /^Basic +([A-Za-z0-9+/=]+)$/i;
/** Repeated headers are joined by commas. Other schemes (Digest, AWS4-HMAC-SHA256) contain commas themselves. */
const OURS_IN_LIST = /(?:^|,)[ \t]*(?:Bearer|Basic)(?:[ \t,]|$)/i;

/**
 * Reads the one credential of a request: `Authorization: Bearer <token>` or `Cookie: Session="<token>"` (RFC 6750
 * section 2.1). Never from the query string. Two at once are `invalid_request` (RFC 6750 section 3.1): a gateway and
 * the application could each use a different one. A Session cookie without a token's form belongs to another
 * application and is ignored, and so is another Authorization scheme. White space around a token is ignored: no token
 * contains any.
 */
export function readCredential(
  headers: HeaderReader,
  prefix: string,
  { cookies = true, basic = false }: Places = {},
): Presented {
  const authorization = headers.get("authorization");
  const tokens = cookies ? sessionCookies(headers.get("cookie"), prefix) : [];
  if (authorization?.includes(",") && OURS_IN_LIST.test(authorization))
    return tooMany("The Authorization header was sent more than once.");
  if (tokens.length > 1) return tooMany("The Session cookie was sent more than once.");
  const bearer = authorization === null ? undefined : bearerOf(authorization.trim(), basic);
  const [cookie] = tokens;
  if (bearer !== undefined && cookie !== undefined)
    return tooMany("Send the token in the Authorization header or in the Session cookie, not in both.");
  if (bearer !== undefined) return { ok: true, credential: { kind: "bearer", token: bearer } };
  if (cookie !== undefined) return { ok: true, credential: { kind: "cookie", token: cookie } };
  return { ok: false, error: "none" };
}

/** The token of an Authorization header: Bearer or, if allowed, the password of HTTP Basic (RFC 7617). */
function bearerOf(authorization: string, basic: boolean): string | undefined {
  const bearer = BEARER.exec(authorization);
  if (bearer) return bearer[1]?.trim() ?? "";
  const encoded = basic ? BASIC.exec(authorization)?.[1] : undefined;
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, "base64").toString();
  return percentDecoded(pair.slice(pair.indexOf(":") + 1)).trim();
}

/**
 * OAuth clients percent-encode the credentials in Basic (RFC 6749 section 2.3.1); curl does not. A token has no percent
 * sign.
 */
function percentDecoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function tooMany(description: string): Presented {
  return { ok: false, error: "invalid_request", description };
}

/** The values of all cookies called Session that have a token's form, quoted (RFC 6265 section 4.1.1) or bare. */
function sessionCookies(header: string | null, prefix: string): string[] {
  if (header === null || !header.includes("Session=")) return [];
  return header
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith("Session="))
    .map((pair) => unquote(pair.slice("Session=".length).trim()).trim())
    .filter((value) => hasTokenForm(value, prefix));
}

function unquote(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
