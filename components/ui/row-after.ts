/** The index of the row that a key moves to, or -1 for other keys. */
export function rowAfter(key: string, index: number, count: number): number {
  if (key === "ArrowDown" || key === "j") return Math.min(index + 1, count - 1);
  if (key === "ArrowUp" || key === "k") return Math.max(index - 1, 0);
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return -1;
}
