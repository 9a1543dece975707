import { processWide } from "../process-wide";

/** The number of page responses of this process, by status. */
export const pageCounts = () => processWide("page-counts", () => new Map<number, number>());

/** Counts a page response. */
export function countPage(status: number): void {
  const counts = pageCounts();
  counts.set(status, (counts.get(status) ?? 0) + 1);
}
