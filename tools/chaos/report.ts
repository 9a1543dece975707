import type { ScenarioFindings, NamedFindings } from "./scenario";

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** The findings of one fault as lines of text. */
export function describe(result: NamedFindings): string {
  const faults = [...result.lost, ...result.acceptedAfterRevocation, ...result.problems];
  return [`${result.name}: ${summarize(result)}`, ...faults.slice(0, 20).map((line) => `  ${line}`)].join("\n");
}

/** The findings in one line. */
export function summarize({
  loops,
  acknowledged,
  lost,
  acceptedAfterRevocation,
  recoveries,
  problems,
}: ScenarioFindings): string {
  const sorted = [...recoveries].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return [
    `loops ${loops}`,
    `acknowledged ${acknowledged}`,
    `lost ${lost.length}`,
    `accepted after revocation ${acceptedAfterRevocation.length}`,
    `recovery p50 ${seconds(median)}, max ${seconds(sorted.at(-1) ?? 0)}`,
    ...(problems.length > 0 ? [`problems ${problems.length}`] : []),
  ].join(", ");
}

/** The sum of the results of several faults. */
export function total(results: readonly ScenarioFindings[]): ScenarioFindings {
  return {
    loops: results.reduce((sum, { loops }) => sum + loops, 0),
    acknowledged: results.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    lost: results.flatMap(({ lost }) => lost),
    acceptedAfterRevocation: results.flatMap(({ acceptedAfterRevocation }) => acceptedAfterRevocation),
    recoveries: results.flatMap(({ recoveries }) => recoveries),
    problems: results.flatMap(({ problems }) => problems),
  };
}

/** Whether nothing was lost, nothing accepted after its revocation, and nothing else went wrong. */
export function isClean({ lost, acceptedAfterRevocation, problems }: ScenarioFindings): boolean {
  return lost.length + acceptedAfterRevocation.length + problems.length === 0;
}
