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
  if (issuer !== null && originOf(identifier) === originOf(issuer))
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

/** The origin of a URL, with the root's dot at the end of its host left out. */
function originOf(url: string): string {
  return new URL(url).origin.replace(/\.(?=:\d+$|$)/, "");
}
