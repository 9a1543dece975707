"use client";

import { useRouter } from "next/navigation";
import type { TokenDto } from "@/lib/tokens/dto";
import type { TokenSetting } from "./setting";
import { PageTasks } from "./task-buttons";
import { TokenTasks } from "./token-tasks";

/** The buttons of a token's own page. Once it is deleted there are none, and the list is the place to be. */
export function TokenPageTasks({ setting, token }: { setting: TokenSetting; token: TokenDto }) {
  const router = useRouter();
  if (token.status === "revoked") return null;
  return (
    <TokenTasks setting={setting} onDeleted={() => router.replace(setting.place.base)}>
      <PageTasks token={token} />
    </TokenTasks>
  );
}
