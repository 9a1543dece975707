import { type MouseEvent, useRef, useState } from "react";

/** The openings of a dialog that is loaded when it is first opened. */
export function useOpenings() {
  const [open, setOpen] = useState(false);
  /** Tells one opening from the next; 0 before the first. The key of the dialog. */
  const [openings, setOpenings] = useState(0);
  /** Where the focus returns to. */
  const finalFocus = useRef<HTMLElement | null>(null);
  const close = () => setOpen(false);
  function openFrom({ currentTarget }: MouseEvent<HTMLElement>) {
    finalFocus.current = currentTarget;
    setOpenings(openings + 1);
    setOpen(true);
  }
  return { openings, openFrom, close, dialog: { open, finalFocus, onClose: close } };
}
