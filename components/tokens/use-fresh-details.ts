"use client";

import { useEffect, useState } from "react";
import type { TokenDetails } from "@/lib/tokens/details";
import type { TokenDto } from "@/lib/tokens/dto";
import type { TokenPageContext } from "./token-page-context";

type Fresh = Pick<TokenDetails, "token" | "descendants" | "oldSecrets" | "parentEndsAt" | "issued">;

/** The token and its kin as they are when a dialog opens; what the list showed may be old. */
export function useFreshDetails({ actions, options }: TokenPageContext, token: TokenDto): Fresh {
  const [fresh, setFresh] = useState<Fresh>({
    token,
    descendants: 0,
    oldSecrets: [],
    parentEndsAt: null,
    issued: null,
  });
  const organizationId = options.organization.id;
  const tokenId = token.id;
  useEffect(() => {
    let isCurrent = true;
    actions
      .inspect({ organizationId, tokenId })
      .then((result) => {
        if (isCurrent && result.ok) setFresh(result);
      })
      // The dialog works without it. Its action reports what is wrong.
      .catch((error: unknown) => console.error(error));
    return () => {
      isCurrent = false;
    };
  }, [actions, organizationId, tokenId]);
  return fresh;
}
