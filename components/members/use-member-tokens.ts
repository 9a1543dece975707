"use client";

import { useEffect, useState } from "react";
import type { TokensOfPerson } from "@/lib/tokens/creators";
import type { MemberActions } from "./actions";

interface Options {
  /** Whether the count is needed. */
  active: boolean;
  organizationId: string;
  userId: string;
  actions: Pick<MemberActions, "countTokens">;
}

/**
 * The live tokens that a member created, counted when `active` becomes true. Null until then, and if counting fails.
 */
export function useMemberTokens({ active, organizationId, userId, actions }: Options): TokensOfPerson | null {
  const [tokens, setTokens] = useState<TokensOfPerson | null>(null);
  const { countTokens } = actions;
  useEffect(() => {
    if (!active) return;
    let isCurrent = true;
    countTokens({ organizationId, userId })
      .then((result) => {
        if (isCurrent && result.ok) setTokens({ live: result.live, used: result.used });
      })
      // The question can be answered without it.
      .catch((error: unknown) => console.error(error));
    return () => {
      isCurrent = false;
    };
  }, [active, countTokens, organizationId, userId]);
  return tokens;
}
