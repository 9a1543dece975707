export interface Box {
  top: number;
  left: number;
  width: number;
  height: number;
}

const GAP = 6;
const EDGE = 8;

/** The position of a tooltip: centered above its anchor, below if there is no room, never off the screen. */
export function placeTip(
  anchor: Box,
  tip: { width: number; height: number },
  viewportWidth: number,
): { top: number; left: number } {
  const above = anchor.top - tip.height - GAP;
  const centered = anchor.left + anchor.width / 2 - tip.width / 2;
  const rightmost = viewportWidth - tip.width - EDGE;
  return {
    top: above >= EDGE ? above : anchor.top + anchor.height + GAP,
    left: Math.max(EDGE, Math.min(centered, rightmost)),
  };
}
