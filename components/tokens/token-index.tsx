import { SkeletonTable } from "@/components/ui/skeleton-table";
import type { Result } from "@/lib/result";
import type { TokenPage } from "@/lib/tokens/queries";
import type { ListView } from "./list-view";
import type { TokenSetting } from "./setting";
import { Streamed } from "./streamed";
import { TokenFilters } from "./token-filters";
import { TokenResults } from "./token-results";
import { TokenTasks } from "./token-tasks";

const COLUMNS = 8;

export interface TokenIndexProps {
  setting: TokenSetting;
  view: ListView;
  load: Promise<Result<{ page: TokenPage }>>;
  /** See Streamed. */
  whole: boolean;
}

/** Filters and list. The page has authorized before: the list may be on its way. */
export function TokenIndex({ setting, view, load, whole }: TokenIndexProps) {
  const { place, facts } = setting;
  return (
    <TokenFilters base={place.base} view={view} spaces={place.scope === undefined ? facts.spaces : null}>
      <TokenTasks setting={setting}>
        <Streamed whole={whole} fallback={<SkeletonTable label="API tokens" columns={COLUMNS} />}>
          <TokenResults load={load} setting={setting} view={view} />
        </Streamed>
      </TokenTasks>
    </TokenFilters>
  );
}
