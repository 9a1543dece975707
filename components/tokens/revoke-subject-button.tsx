"use client";

import { useCallback } from "react";
import type { Result } from "@/lib/platform/result/result";
import type { RevocableTokens, RevokedTokens } from "@/lib/tokens/dto";
import { RevokeManyButton } from "./revoke-many-button";

interface OfSubject {
  organizationId: string;
  subject: string;
}

interface Props extends OfSubject {
  /** As the page counted them. */
  tokens: RevocableTokens;
  count: (input: OfSubject) => Promise<Result<RevocableTokens>>;
  revoke: (input: OfSubject & { formId: string }) => Promise<Result<RevokedTokens>>;
}

/** Revokes all tokens for a subject. */
export function RevokeSubjectButton({ organizationId, subject, tokens, count, revoke }: Props) {
  return (
    <RevokeManyButton
      label="Delete all API tokens…"
      which={`for “${subject}”`}
      tokens={tokens}
      count={useCallback(() => count({ organizationId, subject }), [count, organizationId, subject])}
      revoke={(formId) => revoke({ organizationId, subject, formId })}
    />
  );
}
