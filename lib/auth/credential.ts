import { hasTokenForm } from "../tokens/format";

/** Where a token was presented: the rules for browsers concern the cookie only. */
export type Credential = { readonly kind: "bearer" | "cookie"; readonly token: string };

export type Presented =
  | { readonly ok: true; readonly credential: Credential }
  | { readonly ok: false; readonly error: "none" }
  | { readonly ok: false; readonly error: "invalid_request"; readonly description: string };

const BEARER = /^Bearer(?: +(.*))?$/i;

/**
 * Reads the one credential of a request: `Authorization: Bearer <token>` or `Cookie: Session="<token>"` (RFC 6750
 * section 2.1 and the seed document). Never from the query string. Two at once are `invalid_request` (RFC 6750
 * section 3.1): a gateway and the application could each pick another one. A Session cookie without a token's form is
 * somebody else's and does not count; neither does another Authorization scheme.
 */
export function readCredential(headers: Headers, prefix: string, { cookies = true } = {}): Presented {
  const authorization = headers.get("authorization");
  const tokens = cookies ? sessionCookies(headers.get("cookie"), prefix) : [];
  if (authorization?.includes(",")) return tooMany("The Authorization header was sent more than once.");
  if (tokens.length > 1) return tooMany("The Session cookie was sent more than once.");
  const bearer = authorization === null ? null : BEARER.exec(authorization.trim());
  const [cookie] = tokens;
  if (bearer && cookie !== undefined) return tooMany("Send the token in the Authorization header or in the Session cookie, not in both.");
  if (bearer) return { ok: true, credential: { kind: "bearer", token: bearer[1] ?? "" } };
  if (cookie !== undefined) return { ok: true, credential: { kind: "cookie", token: cookie } };
  return { ok: false, error: "none" };
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
    .map((pair) => unquote(pair.slice("Session=".length).trim()))
    .filter((value) => hasTokenForm(value, prefix));
}

function unquote(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
