"use client";

import { type ReactNode, useRef } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { MemberDto } from "@/lib/members/dto";
import type { Result } from "@/lib/platform/result/result";
import { countOf, usedInWords } from "@/components/tokens/labels";
import { Checkbox } from "@/components/ui/checkbox";
import { toast } from "@/components/ui/toast";
import type { MemberActions } from "./actions";
import { useMemberTokens } from "./use-member-tokens";

/** What is asked before it is done to a member. */
export type Confirmation = "disable" | "remove" | "signOut";

interface ConfirmationTexts {
  title: (name: string) => string;
  description: (name: string) => ReactNode;
  confirmLabel: string;
  done: (name: string) => string;
}

const TEXTS: Record<Confirmation, ConfirmationTexts> = {
  disable: {
    title: (name) => `Disable ${name}?`,
    description: (name) => `${name} is out at the next request and cannot sign in here until enabled again.`,
    confirmLabel: "Disable",
    done: (name) => `${name} is disabled`,
  },
  remove: {
    title: (name) => `Remove ${name}?`,
    description: (name) => `${name} is out at the next request, and comes back only by a new invitation.`,
    confirmLabel: "Remove",
    done: (name) => `${name} was removed`,
  },
  signOut: {
    title: (name) => `Sign ${name} out everywhere?`,
    description: (name) => `${name} is signed out of this organization on all devices. They can sign in again.`,
    confirmLabel: "Sign out everywhere",
    done: (name) => `${name} was signed out everywhere`,
  },
};

interface Props {
  confirmation: Confirmation;
  open: boolean;
  onClose: () => void;
  organizationId: string;
  member: MemberDto;
  actions: MemberActions;
}

/** Confirmations about people who lose access, while the tokens that they created keep working. */
const ENDS_ACCESS: readonly Confirmation[] = ["disable", "remove"];

export function MemberConfirmation({ confirmation, open, onClose, organizationId, member, actions }: Props) {
  const { name, userId, version } = member;
  const texts = TEXTS[confirmation];
  const endsAccess = ENDS_ACCESS.includes(confirmation);
  const tokens = useMemberTokens({ active: open && endsAccess, organizationId, userId, actions });
  const alsoTokens = useRef<HTMLInputElement>(null);
  const run: Record<Confirmation, () => Promise<Result>> = {
    disable: () => actions.disable({ organizationId, userId, version }),
    remove: () => actions.remove({ organizationId, userId, version }),
    signOut: () => actions.signOut({ organizationId, userId }),
  };

  async function runAll(): Promise<Result> {
    const withTokens = alsoTokens.current?.checked === true;
    const result = await run[confirmation]();
    if (!result.ok || !withTokens) return result;
    await revokeTokens();
    return result;
  }

  /** The person has lost access by now, whatever happens here. So a failure has a message of its own. */
  async function revokeTokens() {
    const result = await actions.revokeTokens({ organizationId, userId }).catch(() => null);
    if (result?.ok) toast.success(`${countOf(result.revoked, "API token")} deleted`);
    else toast.error(`Not all API tokens that ${name} created were deleted. Look at the list of API tokens.`);
  }

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onClose}
      title={texts.title(name)}
      description={texts.description(name)}
      confirmLabel={texts.confirmLabel}
      done={texts.done(name)}
      run={runAll}
    >
      {endsAccess && tokens !== null && tokens.live > 0 && (
        <Checkbox
          ref={alsoTokens}
          label={`Also delete the ${countOf(tokens.live, "live API token")} that ${name} created`}
          hint={`${usedInWords(tokens.used)} Otherwise they belong to the organization and keep working.`}
        />
      )}
      {endsAccess && tokens?.live === 0 && <p>{name} created no live API tokens.</p>}
    </ConfirmDialog>
  );
}
