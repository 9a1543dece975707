import type { CheckDto } from "@/lib/assets/dto";

/** How many checks one page shows. */
export const CHECKS_SHOWN = 100;

/** The statuses that occur, with their counts: failures first, then the most frequent. */
export function statusesOf(checks: readonly CheckDto[]): { status: string; checks: number }[] {
  const counts = new Map<string, number>();
  for (const { status } of checks) counts.set(status, (counts.get(status) ?? 0) + 1);
  const urgency = (status: string) => ["fail", "error"].indexOf(status) + 1 || 3;
  return [...counts]
    .map(([status, count]) => ({ status, checks: count }))
    .sort((a, b) => urgency(a.status) - urgency(b.status) || b.checks - a.checks);
}

/** The checks with this status and text. Failures come first, the worst score at the top. */
export function viewOf(
  checks: readonly CheckDto[],
  { status, search }: { status: string | undefined; search: string | undefined },
): CheckDto[] {
  const wanted = search?.toLowerCase();
  const found = checks.filter(
    (check) => (!status || check.status === status) && (!wanted || check.queryId.toLowerCase().includes(wanted)),
  );
  return found.sort(
    (a, b) => rank(a) - rank(b) || (a.score ?? 101) - (b.score ?? 101) || a.queryId.localeCompare(b.queryId, "en"),
  );
}

const RANKS = ["fail", "error", "pass", "skip"];
const rank = ({ status }: CheckDto): number => RANKS.indexOf(status) + 1 || RANKS.length;

/** The last segment of an MRN, which is the name people know a query by. Other texts are returned whole. */
export function shortName(queryId: string): string {
  return queryId.startsWith("//") ? (queryId.split("/").at(-1) ?? queryId) || queryId : queryId;
}
