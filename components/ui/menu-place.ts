import type { Box } from "./tooltip-place";

const GAP = 4;
const EDGE = 8;

/** The sides of a fixed box, in CSS; the two not given are "auto". */
export interface MenuPlace {
  top?: string;
  bottom?: string;
  left?: string;
  right?: string;
}

/** Below its button and aligned with it, or above when there is too little room below. */
export function placeMenu(
  button: Box,
  height: number,
  viewport: { width: number; height: number },
  align: "start" | "end",
): MenuPlace {
  const bottom = button.top + button.height;
  const below = viewport.height - bottom - GAP - EDGE;
  const goesUp = below < height && button.top > below;
  const right = viewport.width - button.left - button.width;
  return {
    ...(goesUp ? { bottom: `${viewport.height - button.top + GAP}px` } : { top: `${bottom + GAP}px` }),
    ...(align === "end" ? { right: `${right}px` } : { left: `${button.left}px` }),
  };
}
