import Link from "next/link";
import { Callout } from "@/components/ui/callout";
import type { Result } from "@/lib/platform/result/result";
import type { TokenSummary as Summary } from "@/lib/tokens/queries";
import type { LiveCount } from "@/lib/tokens/scope-holders";
import { liveText } from "./labels";
import { CreateTokenLink } from "./create-token-link";
import { TokenIndex, type TokenIndexProps } from "./token-index";
import { ORGANIZATION_SETTINGS } from "./token-routes";
import { TokenSummary } from "./token-summary";

interface TokenSectionProps extends TokenIndexProps {
  summary: Promise<Result<Summary>>;
  /** For a space: how many live tokens reach it because they are for all spaces. */
  organizationWide: LiveCount | null;
}

/** The tokens as a tab of the settings. The header that other pages have is shown above the list. */
export function TokenSection({ summary, organizationWide, ...list }: TokenSectionProps) {
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <div className="text-muted">
          <TokenSummary load={summary} />
        </div>
        <CreateTokenLink base={list.context.routes.base} />
      </div>
      {organizationWide !== null && organizationWide.live > 0 && (
        <Callout tone="neutral" className="mb-4">
          {liveText(organizationWide)} live API {organizationWide.live === 1 ? "token" : "tokens"} of the organization
          also {organizationWide.live === 1 ? "reaches" : "reach"} this space.{" "}
          <Link href={ORGANIZATION_SETTINGS.base} className="font-medium">
            Show API tokens for all spaces
          </Link>
        </Callout>
      )}
      <TokenIndex {...list} />
    </>
  );
}
