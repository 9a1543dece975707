"use client";

import { useState, type RefObject } from "react";
import type { TokenDto } from "@/lib/tokens/dto";
import { DeleteDialog } from "./delete-dialog";
import { EditDialog } from "./edit-dialog";
import { IssuerPermissions } from "./issuer-permissions";
import { IssuesDialog } from "./issues-dialog";
import { LimitsDialog } from "./limits-dialog";
import { PermissionsDialog } from "./permissions-dialog";
import { RotateDialog } from "./rotate-dialog";
import { ScopesDialog } from "./scopes-dialog";
import { SecretDialog } from "./secret-dialog";
import type { TokenPageContext } from "./token-page-context";
import { VerifiesDialog } from "./verifies-dialog";
import type { TokenTask } from "./task-labels";

export interface TokenDialogsProps {
  task: TokenTask;
  token: TokenDto;
  context: TokenPageContext;
  finalFocus: RefObject<HTMLElement | null>;
  /** The token is gone: before the dialog closes, so that the focus can be given somewhere else. */
  onDeleted: () => void;
}

interface Rotated {
  token: TokenDto;
  secret: string;
  note: string;
}

/** The dialog of one task about one token. Fetched with the first task; a new one is mounted for each. */
export default function TokenDialogs({ task, token, context, finalFocus, onDeleted }: TokenDialogsProps) {
  const [open, setOpen] = useState(true);
  const [rotated, setRotated] = useState<Rotated | null>(null);
  const close = () => setOpen(false);
  const shared = { token, context, open, onClose: close, finalFocus };

  if (task === "permissions")
    return token.permissions.includes("issuer") ? <IssuerPermissions {...shared} /> : <PermissionsDialog {...shared} />;
  if (task === "scopes") return <ScopesDialog {...shared} />;
  if (task === "issues") return <IssuesDialog {...shared} />;
  if (task === "verifies") return <VerifiesDialog {...shared} />;
  if (task === "limits") return <LimitsDialog {...shared} />;
  if (task === "edit") return <EditDialog {...shared} />;
  if (task === "delete") {
    return (
      <DeleteDialog
        {...shared}
        onDeleted={() => {
          onDeleted();
          close();
        }}
      />
    );
  }
  if (rotated === null) return <RotateDialog {...shared} onRotated={setRotated} />;
  return (
    <SecretDialog
      open={open}
      title={`“${token.name}” has a new secret`}
      secret={rotated.secret}
      note={rotated.note}
      origin={context.origin}
      permissions={token.permissions}
      onSaved={() => {
        close();
        setRotated({ ...rotated, secret: "" });
      }}
      finalFocus={finalFocus}
    />
  );
}
