"use client";

import { useState } from "react";
import { DeleteByNameDialog } from "@/components/forms/delete-by-name-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { DeleteOrganizationAction } from "./actions";

interface Props {
  organization: { id: string; name: string };
  remove: DeleteOrganizationAction;
}

/** Deletes an organization. The page is reloaded afterwards, which drops all client state. */
export function DeleteOrganization({ organization, remove }: Props) {
  const [open, setOpen] = useState(false);
  const { id, name } = organization;
  return (
    <>
      <Card className="flex flex-col gap-4 sm:flex-row sm:items-center sm:justify-between">
        <p className="text-muted">
          Every token stops working at once, and every member loses access. This cannot be undone.
        </p>
        <Button variant="danger" className="shrink-0" onClick={() => setOpen(true)}>
          Delete organization…
        </Button>
      </Card>
      <DeleteByNameDialog
        open={open}
        onOpenChange={setOpen}
        noun="organization"
        name={name}
        run={(confirmName) => remove({ organizationId: id, confirmName })}
        onDeleted={() => window.location.assign("/")}
      >
        All spaces, tokens, policies and reports of {name} are deleted for all members, including you. Programs that use
        its tokens can no longer call the API. This cannot be undone.
      </DeleteByNameDialog>
    </>
  );
}
