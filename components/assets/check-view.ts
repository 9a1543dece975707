import type { CheckDto } from "@/lib/assets/dto";

/** How many checks one page shows. */
export const CHECKS_SHOWN = 100;

/** A check's outcome, with its title and impact (0 to 100) if a bundle of the space has them. */
export interface NamedCheck extends CheckDto {
  readonly uid: string;
  readonly title: string | null;
  readonly impact: number | null;
}

/** What the last but one segment of an MRN says of scores that add up those of checks. */
const AGGREGATES = ["assets", "spaces", "organizations", "run", "policies", "querypacks", "frameworks", "controls"];

/** Whether a score is that of the asset, of a space, a policy or a framework, and not of a check. */
export function isAggregate(queryId: string, assetMrn: string): boolean {
  if (queryId === assetMrn) return true;
  return queryId.startsWith("//") && AGGREGATES.includes(queryId.split("/").at(-2) ?? "");
}

/** The checks of a report, without the scores that add up those of others. */
export function checksOnly(checks: readonly CheckDto[], assetMrn: string): CheckDto[] {
  return checks.filter(({ queryId }) => !isAggregate(queryId, assetMrn));
}

/** Adds the titles and impacts that are known by uid. */
export function named(
  checks: readonly CheckDto[],
  known: ReadonlyMap<string, Pick<NamedCheck, "title" | "impact">>,
): NamedCheck[] {
  return checks.map((check) => {
    const uid = shortName(check.queryId);
    return { ...check, uid, title: null, impact: null, ...known.get(uid) };
  });
}

/** The statuses that occur, with their counts: failures first, then the most frequent. */
export function statusesOf(checks: readonly CheckDto[]): { status: string; checks: number }[] {
  const counts = new Map<string, number>();
  for (const { status } of checks) counts.set(status, (counts.get(status) ?? 0) + 1);
  const urgency = (status: string) => ["fail", "error"].indexOf(status) + 1 || 3;
  return [...counts]
    .map(([status, count]) => ({ status, checks: count }))
    .sort((a, b) => urgency(a.status) - urgency(b.status) || b.checks - a.checks);
}

/** The checks with this status and text. Failures come first, the most severe at the top, then the worst score. */
export function viewOf(
  checks: readonly NamedCheck[],
  { status, search }: { status: string | undefined; search: string | undefined },
): NamedCheck[] {
  const wanted = search?.toLowerCase();
  const found = checks.filter(
    (check) =>
      (!status || check.status === status) &&
      (!wanted || `${check.title ?? ""}\n${check.queryId}`.toLowerCase().includes(wanted)),
  );
  return found.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (b.impact ?? -1) - (a.impact ?? -1) ||
      (a.score ?? 101) - (b.score ?? 101) ||
      a.queryId.localeCompare(b.queryId, "en"),
  );
}

const RANKS = ["fail", "error", "pass", "skip"];
const rank = ({ status }: CheckDto): number => RANKS.indexOf(status) + 1 || RANKS.length;

/** The last segment of an MRN, which is the uid of a query. Other texts are returned whole. */
export function shortName(queryId: string): string {
  return queryId.startsWith("//") ? (queryId.split("/").at(-1) ?? queryId) || queryId : queryId;
}
