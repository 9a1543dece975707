"use client";

import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { MemberDto } from "@/lib/members/dto";
import type { Result } from "@/lib/platform/result/result";
import type { MemberActions } from "./actions";

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
    description: (name) =>
      `${name} is out at the next request and cannot sign in here until enabled again. Tokens they made keep working: revoke those on the API Tokens page.`,
    confirmLabel: "Disable",
    done: (name) => `${name} is disabled`,
  },
  remove: {
    title: (name) => `Remove ${name}?`,
    description: (name) =>
      `${name} is out at the next request, and comes back only by a new invitation. Tokens they made belong to the organization and keep working: revoke those on the API Tokens page.`,
    confirmLabel: "Remove",
    done: (name) => `${name} was removed`,
  },
  signOut: {
    title: (name) => `Sign ${name} out everywhere?`,
    description: (name) =>
      `${name} is signed out of this organization at the next request, on all devices. They can sign in again.`,
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

export function MemberConfirmation({ confirmation, open, onClose, organizationId, member, actions }: Props) {
  const { name, userId, version } = member;
  const texts = TEXTS[confirmation];
  const run: Record<Confirmation, () => Promise<Result>> = {
    disable: () => actions.disable({ organizationId, userId, version }),
    remove: () => actions.remove({ organizationId, userId, version }),
    signOut: () => actions.signOut({ organizationId, userId }),
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onClose}
      title={texts.title(name)}
      description={texts.description(name)}
      confirmLabel={texts.confirmLabel}
      done={texts.done(name)}
      run={run[confirmation]}
    />
  );
}
