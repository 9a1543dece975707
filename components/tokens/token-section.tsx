import type { Result } from "@/lib/platform/result/result";
import type { TokenSummary as Summary } from "@/lib/tokens/queries";
import { CreateTokenLink } from "./create-token-link";
import { TokenIndex, type TokenIndexProps } from "./token-index";
import { TokenSummary } from "./token-summary";

/** The tokens as one tab of some settings: what is the page's header elsewhere stands above the list. */
export function TokenSection({ summary, ...list }: TokenIndexProps & { summary: Promise<Result<Summary>> }) {
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <div className="text-muted">
          <TokenSummary load={summary} />
        </div>
        <CreateTokenLink base={list.context.routes.base} />
      </div>
      <TokenIndex {...list} />
    </>
  );
}
