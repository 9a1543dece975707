"use client";

import { Button } from "@/components/ui/button";
import type { TokenDto } from "@/lib/tokens/dto";
import { TASKS, TASKS_WITH_SCOPES } from "./task-labels";
import { useBeginTask } from "./token-tasks";

/** The tasks on a token's own page, in words. `hasScopes` adds its scopes of APIs. */
export function PageTasks({ token, hasScopes }: { token: TokenDto; hasScopes: boolean }) {
  const begin = useBeginTask();
  return (
    <div className="needs-script flex flex-wrap gap-3">
      {(hasScopes ? TASKS_WITH_SCOPES : TASKS).map(({ task, label, icon: Icon }) => (
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
