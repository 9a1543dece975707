"use client";

import { Button } from "@/components/ui/button";
import type { TokenDto } from "@/lib/tokens/dto";
import { pageTasks } from "./task-labels";
import { useBeginTask } from "./token-tasks";

/** The tasks on a token's own page, in words. `hasApis` adds those about APIs. */
export function PageTasks({ token, hasApis }: { token: TokenDto; hasApis: boolean }) {
  const begin = useBeginTask();
  return (
    <div className="needs-script flex flex-wrap gap-3">
      {pageTasks(token, hasApis).map(({ task, label, icon: Icon }) => (
        <Button
          key={task}
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
