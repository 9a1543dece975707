"use client";

import type { MouseEvent, ReactNode } from "react";
import type { TokenDto } from "@/lib/tokens/dto";
import { TASKS } from "./task-labels";
import { useBeginTask } from "./token-tasks";

export interface ListedTokensProps {
  tokens: readonly TokenDto[];
  /** The table. Its rows have `data-token` with the token's id, and buttons with `data-task`. */
  children: ReactNode;
}

/**
 * Starts the tasks of all rows. One listener for the whole table: hydrating four buttons a row would take most of the
 * time until the page can be used.
 */
export function ListedTokens({ tokens, children }: ListedTokensProps) {
  const begin = useBeginTask();

  function onClick({ target }: MouseEvent) {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-task]") : null;
    const id = button?.closest<HTMLElement>("[data-token]")?.dataset.token;
    const token = tokens.find((candidate) => candidate.id === id);
    const known = TASKS.find(({ task }) => task === button?.dataset.task);
    if (button && token && known) begin(known.task, token, button);
  }

  return <div onClick={onClick}>{children}</div>;
}
