"use client";

import { createContext, lazy, type ReactNode, Suspense, useContext, useRef, useState } from "react";
import { CONTENT_ID } from "@/components/frame/skip-link";
import type { TokenDto } from "@/lib/tokens/dto";
import type { TokenTask } from "./task-labels";
import type { TokenPageContext } from "./token-page-context";

const TokenDialogs = lazy(() => import("./token-dialogs"));

type Begin = (task: TokenTask, token: TokenDto, opener: HTMLElement) => void;

const Tasks = createContext<Begin | null>(null);

/** Starts a task about a token; `opener` gets the focus back. */
export function useBeginTask(): Begin {
  const begin = useContext(Tasks);
  if (!begin) throw new Error("no <TokenTasks> around this");
  return begin;
}

interface Running {
  task: TokenTask;
  token: TokenDto;
  /** Tells one opening from the next. */
  count: number;
}

export interface TokenTasksProps {
  context: TokenPageContext;
  children: ReactNode;
  /** After a token is deleted; the list stays where it is without it. */
  onDeleted?: () => void;
}

/** The neighbour's same button, or the page: where the focus goes when a row disappears. */
function nextFocusTarget(opener: HTMLElement | null): HTMLElement | null {
  const row = opener?.closest("tr");
  const next = row?.nextElementSibling ?? row?.previousElementSibling;
  const task = opener?.dataset.task;
  return (
    next?.querySelector<HTMLElement>(`[data-task="${task}"]`) ??
    next?.querySelector<HTMLElement>("a[href]") ??
    document.getElementById(CONTENT_ID)
  );
}

/** Holds the dialogs of a page's tokens, once for all of its rows. */
export function TokenTasks({ context, children, onDeleted }: TokenTasksProps) {
  const [running, setRunning] = useState<Running | null>(null);
  const focus = useRef<HTMLElement | null>(null);

  const begin: Begin = (task, token, opener) => {
    focus.current = opener;
    setRunning((before) => ({ task, token, count: (before?.count ?? 0) + 1 }));
  };

  function afterDeletion() {
    focus.current = nextFocusTarget(focus.current);
    onDeleted?.();
  }

  return (
    <Tasks value={begin}>
      {children}
      {running && (
        <Suspense fallback={null}>
          <TokenDialogs
            key={running.count}
            task={running.task}
            token={running.token}
            context={context}
            finalFocus={focus}
            onDeleted={afterDeletion}
          />
        </Suspense>
      )}
    </Tasks>
  );
}
