"use client";

import { useRouter } from "next/navigation";
import type { TokenDto } from "@/lib/tokens/dto";
import type { TokenPageContext } from "./token-page-context";
import { PageTasks } from "./page-tasks";
import { TokenTasks } from "./token-tasks";

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
