/** The index of the item that a key moves to, or -1 for other keys. Letters match labels. */
export function itemAfter(key: string, index: number, labels: readonly string[]): number {
  const count = labels.length;
  if (count === 0) return -1;
  if (key === "ArrowDown") return (index + 1) % count;
  if (key === "ArrowUp") return (index - 1 + count) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key.length !== 1 || key === " ") return -1;
  const order = labels.map((_, step) => (index + 1 + step) % count);
  const starts = (at: number) => labels[at]?.toLowerCase().startsWith(key.toLowerCase());
  return order.find(starts) ?? -1;
}
