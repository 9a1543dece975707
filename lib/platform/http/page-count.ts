import { processWide } from "../process-wide";

/** Pages that this process answered, by status. */
export const pageCounts = () => processWide("page-counts", () => new Map<number, number>());

/** Counts a page that was answered. */
export function countPage(status: number): void {
  const counts = pageCounts();
  counts.set(status, (counts.get(status) ?? 0) + 1);
}
