"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import type { TokenDto } from "@/lib/tokens/dto";
import { pageTasks } from "./task-labels";
import type { TokenPageContext } from "./token-page-context";
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
