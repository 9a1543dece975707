import Link from "next/link";
import type { TokenTask } from "@/components/tokens/task-labels";
import { taskHref } from "@/components/tokens/token-routes";
import type { AdviceKind } from "@/lib/advice/dto";

/** What follows from each kind: a dialog of the token's page. */
const ACTIONS: Record<AdviceKind, { readonly label: string; readonly task: TokenTask }> = {
  many_addresses: { label: "Limit its networks", task: "limits" },
  unneeded_permissions: { label: "Change its permissions", task: "permissions" },
  unneeded_scopes: { label: "Change its scopes", task: "scopes" },
  no_networks: { label: "Limit its networks", task: "limits" },
  no_expiration: { label: "Set an expiration", task: "edit" },
  never_used: { label: "Delete it", task: "delete" },
  unused: { label: "Delete it", task: "delete" },
  old_secret: { label: "Rotate it", task: "rotate" },
};

/** Opens the dialog that a piece of advice is about. */
export function AdviceAction({ kind, token }: { kind: AdviceKind; token: { id: string; name: string } }) {
  const { label, task } = ACTIONS[kind];
  return (
    <Link href={taskHref(token.id, task)} prefetch={false} className="text-accent-text hover:underline">
      {label}
      <span className="sr-only">: {token.name}</span>
    </Link>
  );
}
