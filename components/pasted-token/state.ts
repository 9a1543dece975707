import type { TokenDto } from "@/lib/tokens/dto";

/** What the search of a list answers to a text that must not become part of a URL. Never contains a secret. */
export type PastedTokenState =
  | { readonly kind: "none" }
  /** Part of a token, which cannot be looked up. */
  | { readonly kind: "part" }
  | { readonly kind: "unknown" }
  | {
      readonly kind: "found";
      readonly organization: { readonly id: string; readonly name: string };
      readonly token: TokenDto;
      /** When a secret that was rotated away stops working, ISO 8601. Null for the current secret. */
      readonly endsAt: string | null;
      /** The token's page. Null if the console shows another organization. */
      readonly href: string | null;
      /** Why revoking it failed. */
      readonly problem?: string;
    }
  | { readonly kind: "revoked"; readonly name: string; readonly alsoRevoked: number }
  | { readonly kind: "failed"; readonly message: string };

export const NOTHING_PASTED: PastedTokenState = { kind: "none" };
