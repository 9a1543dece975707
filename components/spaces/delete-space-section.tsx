"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import type { DeleteSpaceAction, SpaceContentsAction } from "./actions";
import { DeleteSpaceDialog } from "./delete-space-dialog";

interface Props {
  organizationId: string;
  space: { id: string; name: string };
  remove: DeleteSpaceAction;
  contents: SpaceContentsAction;
}

/** The section of a space's settings that deletes it. */
export function DeleteSpaceSection({ organizationId, space, remove, contents }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <Section title="Delete this space" className="mt-12">
      <Card className="flex flex-col gap-4 sm:flex-row sm:items-center sm:justify-between">
        <p className="text-muted">Everything in the space is deleted, and its tokens stop working at once.</p>
        <Button variant="danger" className="shrink-0" onClick={() => setOpen(true)}>
          Delete space…
        </Button>
      </Card>
      <DeleteSpaceDialog
        open={open}
        onOpenChange={setOpen}
        organizationId={organizationId}
        space={space}
        remove={remove}
        contents={contents}
        onDeleted={() => router.replace("/admin/spaces")}
      />
    </Section>
  );
}
