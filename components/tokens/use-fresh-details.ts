"use client";

import { useCallback } from "react";
import { loadedOr, useLoaded } from "@/components/forms/use-loaded";
import type { TokenDetails } from "@/lib/tokens/details";
import type { TokenDto } from "@/lib/tokens/dto";
import type { TokenPageContext } from "./token-page-context";

type Fresh = Pick<TokenDetails, "token" | "descendants" | "oldSecrets" | "parentEndsAt" | "issued">;

/** The token and its kin as they are when a dialog opens; what the list showed may be old. */
export function useFreshDetails({ actions, options }: TokenPageContext, token: TokenDto): Fresh {
  const organizationId = options.organization.id;
  const tokenId = token.id;
  const inspect = useCallback(() => actions.inspect({ organizationId, tokenId }), [actions, organizationId, tokenId]);
  const unknown = { token, descendants: 0, oldSecrets: [], parentEndsAt: null, issued: null };
  return loadedOr(useLoaded(inspect), unknown);
}
