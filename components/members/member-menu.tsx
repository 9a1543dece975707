"use client";

import { Ban, CircleCheck, KeyRound, LogOut, UserCog, UserMinus } from "lucide-react";
import { useState } from "react";
import { useCommand } from "@/components/forms/use-command";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { Role } from "@/lib/access/authorization/permissions";
import type { MemberDto } from "@/lib/members/dto";
import type { MemberActions } from "./actions";
import { MemberConfirmation, type Confirmation } from "./confirmations";
import { ResetPasswordDialog } from "./reset-password-dialog";
import { RoleDialog } from "./role-dialog";

export interface MemberMenuProps {
  organizationId: string;
  member: MemberDto;
  isSelf: boolean;
  assignable: readonly Role[];
  actions: MemberActions;
}

/** What an administrator may do with a member; each is asked again before it happens. */
export function MemberMenu({ organizationId, member, isSelf, assignable, actions }: MemberMenuProps) {
  const [changing, setChanging] = useState(false);
  const [confirmation, setConfirmation] = useState<Confirmation>("remove");
  const [asking, setAsking] = useState(false);
  const [resetting, setResetting] = useState(false);
  const { userId, version, name } = member;
  const enable = useCommand({
    run: () => actions.enable({ organizationId, userId, version }),
    onDone: () => toast.success(`${name} is enabled`),
  });

  function ask(next: Confirmation) {
    setConfirmation(next);
    setAsking(true);
  }

  const own = (what: string) => (isSelf ? `You cannot ${what}` : undefined);
  const state = member.disabled
    ? { label: "Enable", icon: <CircleCheck aria-hidden />, onSelect: enable.fire }
    : {
        label: "Disable…",
        icon: <Ban aria-hidden />,
        onSelect: () => ask("disable"),
        disabled: own("disable yourself"),
      };
  return (
    <>
      <Menu
        label={`Actions for ${name}`}
        items={[
          { label: "Change role…", icon: <UserCog aria-hidden />, onSelect: () => setChanging(true) },
          {
            label: "Reset password…",
            icon: <KeyRound aria-hidden />,
            onSelect: () => setResetting(true),
            disabled: isSelf ? "Change your own on the account page" : undefined,
          },
          { label: "Sign out everywhere…", icon: <LogOut aria-hidden />, onSelect: () => ask("signOut") },
          { ...state, separated: true },
          {
            label: "Remove…",
            icon: <UserMinus aria-hidden />,
            onSelect: () => ask("remove"),
            danger: true,
            disabled: own("remove yourself"),
          },
        ]}
      />
      <RoleDialog
        open={changing}
        onOpenChange={setChanging}
        organizationId={organizationId}
        member={member}
        assignable={assignable}
        changeRole={actions.changeRole}
      />
      <ResetPasswordDialog
        open={resetting}
        onOpenChange={setResetting}
        organizationId={organizationId}
        member={member}
        createResetLink={actions.createResetLink}
      />
      <MemberConfirmation
        confirmation={confirmation}
        open={asking}
        onClose={() => setAsking(false)}
        organizationId={organizationId}
        member={member}
        actions={actions}
      />
    </>
  );
}
