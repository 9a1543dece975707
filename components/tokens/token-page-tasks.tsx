"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { TokenDto } from "@/lib/tokens/dto";
import { pageTasks } from "./task-labels";
import type { TokenPageContext } from "./token-page-context";
import { TASK_PARAMETER } from "./token-routes";
import { TokenTasks, useBeginTask } from "./token-tasks";

/** The buttons of a token's own page. Once it is deleted there are none, and the list is the place to be. */
export function TokenPageTasks({ context, token }: { context: TokenPageContext; token: TokenDto }) {
  const router = useRouter();
  if (token.status === "revoked") return null;
  return (
    <TokenTasks context={context} onDeleted={() => router.replace(context.routes.base)}>
      <PageTasks token={token} hasApis={context.apis.length > 0} />
    </TokenTasks>
  );
}

/** The tasks on a token's own page, in words. `hasApis` adds those about APIs. */
function PageTasks({ token, hasApis }: { token: TokenDto; hasApis: boolean }) {
  const begin = useBeginTask();
  const buttons = useRef<HTMLDivElement>(null);
  useAskedTask(buttons);
  return (
    <div ref={buttons} className="needs-script flex flex-wrap gap-3">
      {pageTasks(token, hasApis).map(({ task, label, icon: Icon }) => (
        <Button
          key={task}
          data-task={task}
          icon={<Icon aria-hidden />}
          className={task === "delete" ? "text-critical-text" : undefined}
          onClick={(event) => begin(task, token, event.currentTarget)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

/** Begins the task that the URL names, as if its button were pressed. Once: the URL forgets it. */
function useAskedTask(buttons: RefObject<HTMLElement | null>): void {
  const asked = useSearchParams().get(TASK_PARAMETER);
  const press = useEffectEvent((task: string) => {
    const all = [...(buttons.current?.querySelectorAll<HTMLElement>("[data-task]") ?? [])];
    const url = new URL(window.location.href);
    url.searchParams.delete(TASK_PARAMETER);
    window.history.replaceState(null, "", url);
    all.find((button) => button.dataset.task === task)?.click();
  });
  useEffect(() => {
    if (asked !== null) press(asked);
  }, [asked]);
}
