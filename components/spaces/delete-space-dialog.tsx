"use client";

import { useEffect, useState } from "react";
import { DeleteByNameDialog } from "@/components/forms/delete-by-name-dialog";
import { toast } from "@/components/ui/toast";
import type { VisibleContents } from "@/lib/spaces/dto";
import type { DeleteSpaceAction, SpaceContentsAction } from "./actions";
import { ContentsWarning } from "./contents-warning";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  organizationId: string;
  space: { id: string; name: string };
  remove: DeleteSpaceAction;
  contents: SpaceContentsAction;
  onDeleted: () => void;
}

/** Loads the contents of the space when the dialog opens. */
export function DeleteSpaceDialog({ open, onOpenChange, organizationId, space, remove, contents, onDeleted }: Props) {
  const [inside, setInside] = useState<VisibleContents | null>(null);
  const spaceId = space.id;

  useEffect(() => {
    if (!open) return;
    contents({ organizationId, spaceId }).then(
      (result) => setInside(result.ok ? result.contents : null),
      console.error,
    );
  }, [open, contents, organizationId, spaceId]);

  function done() {
    onOpenChange(false);
    toast.success(`Deleted the space “${space.name}”`);
    onDeleted();
  }
  return (
    <DeleteByNameDialog
      open={open}
      onOpenChange={onOpenChange}
      noun="space"
      name={space.name}
      run={(confirmName) => remove({ organizationId, spaceId, confirmName })}
      onDeleted={done}
    >
      <ContentsWarning contents={inside} />
    </DeleteByNameDialog>
  );
}
