"use client";

import { Pencil, Settings, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Menu } from "@/components/ui/menu";
import type { SpaceActions } from "./actions";
import { DeleteSpaceDialog } from "./delete-space-dialog";
import { EditSpaceForm } from "./edit-space-form";

export interface SpaceMenuProps {
  organizationId: string;
  space: { id: string; name: string; description: string; version: number };
  mayDelete: boolean;
  actions: SpaceActions;
}

/** The actions on a space. */
export function SpaceMenu({ organizationId, space, mayDelete, actions }: SpaceMenuProps) {
  const router = useRouter();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const items = [
    { label: "Edit…", icon: <Pencil aria-hidden />, onSelect: () => setEditing(true) },
    { label: "Settings", icon: <Settings aria-hidden />, href: `/spaces/${space.id}/settings` },
  ];
  const remove = {
    label: "Delete…",
    icon: <Trash2 aria-hidden />,
    onSelect: () => setDeleting(true),
    danger: true,
    separated: true,
  };
  return (
    <>
      <Menu label={`Actions for ${space.name}`} items={mayDelete ? [...items, remove] : items} />
      <Dialog open={editing} onOpenChange={setEditing} closeOnOutsidePress={false} title={`Edit “${space.name}”`}>
        <EditSpaceForm
          organizationId={organizationId}
          space={space}
          update={actions.update}
          onSaved={() => setEditing(false)}
          onCancel={() => setEditing(false)}
        />
      </Dialog>
      <DeleteSpaceDialog
        open={deleting}
        onOpenChange={setDeleting}
        organizationId={organizationId}
        space={space}
        remove={actions.remove}
        contents={actions.contents}
        onDeleted={() => router.refresh()}
      />
    </>
  );
}
