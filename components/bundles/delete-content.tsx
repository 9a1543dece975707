"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { Callout } from "@/components/ui/callout";
import { IconButton } from "@/components/ui/icon-button";
import type { ContentDto } from "@/lib/content/dto";
import type { ContentActions } from "./actions";
import { CONTENT_LABELS, countOf } from "./labels";

interface Props {
  organizationId: string;
  spaceName: string;
  item: ContentDto;
  remove: ContentActions["remove"];
}

/** What agents run from it: "12 checks and 3 queries". */
function workOf({ kind, checks, queries }: ContentDto): string {
  const asked = countOf(queries, "query", "queries");
  return kind === "policy" ? `${countOf(checks, "check")} and ${asked}` : asked;
}

/** Asks for confirmation, and says what stops working. */
export function DeleteContent({ organizationId, spaceName, item, remove }: Props) {
  const [open, setOpen] = useState(false);
  const { noun } = CONTENT_LABELS[item.kind];
  const everywhere = item.spaceId === null;
  return (
    <>
      <IconButton label={`Delete ${item.name}`} icon={<Trash2 />} onClick={() => setOpen(true)} />
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete “${item.name}”?`}
        description={
          `Agents stop running its ${workOf(item)} ${everywhere ? "in every space" : `in ${spaceName}`}. ` +
          "This cannot be undone. Existing reports are kept."
        }
        confirmLabel={`Delete ${noun}`}
        pendingLabel="Deleting…"
        run={() => remove({ organizationId, id: item.id })}
        done={`Deleted “${item.name}”`}
      >
        {everywhere && (
          <Callout tone="critical" title="It belongs to the whole organization">
            It is removed from all spaces, including its assignments.
          </Callout>
        )}
        {!everywhere && item.assignment === "ACTIVE" && (
          <Callout tone="caution" title={`It is active in ${spaceName}`} />
        )}
      </ConfirmDialog>
    </>
  );
}
