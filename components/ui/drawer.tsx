"use client";

import { Dialog, type DialogProps } from "./dialog";

export interface DrawerProps extends Omit<DialogProps, "side" | "role"> {
  side?: "left" | "right";
}

/** A dialog at the side of the screen, for details and navigation. */
export function Drawer({ side = "right", ...rest }: DrawerProps) {
  return <Dialog {...rest} side={side} />;
}
