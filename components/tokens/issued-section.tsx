"use client";

import { useCallback, useState } from "react";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import type { RevocableTokens, TokenDto } from "@/lib/tokens/dto";
import { cappedCountOf, usedInWords } from "./labels";
import { RevokeManyButton } from "./revoke-many-button";
import { SinceField, sinceOf } from "./since-field";
import type { TokenPageContext } from "./token-page-context";

interface Props {
  token: TokenDto;
  issued: RevocableTokens;
  context: TokenPageContext;
}

/** What an Issuer made, on its page: how much it is, and a button that revokes it. */
export function IssuedSection({ token, issued, context: { actions, options } }: Props) {
  const [since, setSince] = useState("");
  const organizationId = options.organization.id;
  const tokenId = token.id;
  const from = sinceOf(since);
  const { countIssued, revokeIssued } = actions;
  const count = useCallback(
    () => countIssued({ organizationId, tokenId, since: from }),
    [countIssued, organizationId, tokenId, from],
  );
  return (
    <Section title="Issued API tokens" description="They keep working when this API token is rotated or deleted.">
      <Card className="flex flex-col gap-4 sm:flex-row sm:items-center sm:justify-between">
        <p className="text-muted">
          {issued.unrevoked === 0
            ? "None that is not deleted."
            : `${cappedCountOf(issued.unrevoked, "API token")}. ${usedInWords(issued.used)}`}
        </p>
        <RevokeManyButton
          label="Delete issued API tokens…"
          which={`that “${token.name}” issued`}
          tokens={issued}
          count={count}
          revoke={(formId) => revokeIssued({ organizationId, tokenId, since: from, formId })}
        >
          <SinceField value={since} onChange={setSince} />
        </RevokeManyButton>
      </Card>
    </Section>
  );
}
