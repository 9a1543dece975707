import { settled } from "@/components/lists/settled";
import { Streamed } from "@/components/lists/streamed";
import { Skeleton } from "@/components/ui/skeleton";
import type { Result } from "@/lib/platform/result/result";
import { EXPIRING_DAYS } from "@/lib/tokens/limits";
import type { TokenSummary as Summary } from "@/lib/tokens/queries";
import { liveText } from "./labels";

/** "42 live, 3 expire within 14 days", or "10,000+ live" where not all were counted. */
export function summaryText({ live, endingSoon, isExact }: Summary): string {
  const count = liveText({ live, isExact });
  if (endingSoon === 0) return `${count} live`;
  return (
    `${count} live, ${liveText({ live: endingSoon, isExact })} ` +
    `${endingSoon === 1 ? "expires" : "expire"} within ${EXPIRING_DAYS} days`
  );
}

interface Props {
  load: Promise<Result<Summary>>;
}

/** The line under the title. Without an answer it stays empty: the list below says what is wrong. */
export function TokenSummary({ load }: Props) {
  return (
    <Streamed fallback={<Awaited />}>
      <Line load={load} />
    </Streamed>
  );
}

async function Line({ load }: Props) {
  const result = await settled(load, "the API tokens could not be counted");
  return <span className="tabular-nums">{result?.ok ? summaryText(result) : ""}</span>;
}

/** As high as the line that comes. */
function Awaited() {
  return (
    <span className="flex h-5 items-center">
      <Skeleton className="w-40" />
    </span>
  );
}
