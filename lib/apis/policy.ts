import { fail, type Result } from "../platform/result/result";
import type { CreateApiInput } from "./schema";

/** What belongs to Latchkey itself. */
interface OwnNames {
  /** The issuer's origin; null where none is configured. */
  readonly issuer: string | null;
  /** The deployment's token prefix. */
  readonly prefix: string;
}

/**
 * Whether an organization may register an API with this identifier and this token prefix. Latchkey's own API has the
 * issuer as its identifier, so that no other one may be on the issuer's origin.
 */
export function mayRegister({ identifier, tokenPrefix }: CreateApiInput, { issuer, prefix }: OwnNames): Result {
  if (isOwn(identifier, issuer))
    return fail("invalid_input", {
      field: "identifier",
      fields: { identifier: "This address is Latchkey’s own. Choose the API’s." },
    });
  if (tokenPrefix === prefix)
    return fail("invalid_input", {
      field: "tokenPrefix",
      fields: { tokenPrefix: "This is the prefix of Latchkey’s own tokens. Choose another one." },
    });
  return { ok: true };
}

/** The fields in which a token names APIs. */
export type NamingField = "grants" | "issues" | "verifies";

const OF_OWN_API: Record<NamingField, string> = {
  grants: "A token reaches it by its permissions.",
  issues: "An Issuer gives scopes of registered APIs only.",
  verifies: "A Verifier can be bound to registered APIs only. One that is not bound also answers about Latchkey’s own.",
};

/** Says why a token cannot name an API that is not registered. */
export function unknownApi(identifier: string, field: NamingField, { issuer }: Pick<OwnNames, "issuer">): string {
  return isOwn(identifier, issuer)
    ? `“${identifier}” is Latchkey’s own API. ${OF_OWN_API[field]}`
    : `The organization has no API “${identifier}”.`;
}

function isOwn(identifier: string, issuer: string | null): boolean {
  return issuer !== null && URL.canParse(identifier) && originOf(identifier) === originOf(issuer);
}

/** The origin of a URL, with the root's dot at the end of its host left out. */
function originOf(url: string): string {
  return new URL(url).origin.replace(/\.(?=:\d+$|$)/, "");
}
