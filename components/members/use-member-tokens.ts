"use client";

import { useCallback } from "react";
import { loadedOr, useLoaded } from "@/components/forms/use-loaded";
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
  const { countTokens } = actions;
  const count = useCallback(() => countTokens({ organizationId, userId }), [countTokens, organizationId, userId]);
  return loadedOr(useLoaded(active ? count : null), null);
}
