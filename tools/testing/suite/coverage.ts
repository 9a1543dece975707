import { z } from "zod";

const summarySchema = z.object({ total: z.object({ lines: z.object({ total: z.number(), covered: z.number() }) }) });

/** One line about a coverage summary in Istanbul's format, which `vitest --coverage` writes. */
export function coverageNote(summary: unknown): string {
  const { total, covered } = summarySchema.parse(summary).total.lines;
  const percent = total === 0 ? 0 : (100 * covered) / total;
  return `lines of lib covered by the unit tests: ${percent.toFixed(1)} % (${covered} of ${total})`;
}
