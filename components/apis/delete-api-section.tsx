"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { DeleteByNameDialog } from "@/components/forms/delete-by-name-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import type { ApiDto } from "@/lib/apis/dto";
import type { DeleteApiAction, FindHoldersAction } from "./actions";
import { LosingTokens } from "./losing-tokens";

interface Props {
  organizationId: string;
  api: Pick<ApiDto, "id" | "name" | "identifier">;
  remove: DeleteApiAction;
  findHolders: FindHoldersAction;
}

/** The section of an API's page that deletes it. */
export function DeleteApiSection({ organizationId, api, remove, findHolders }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  function onDeleted() {
    setOpen(false);
    toast.success(`Deleted the API “${api.name}”`);
    router.replace("/admin/apis");
  }
  return (
    <Section title="Delete this API">
      <Card className="flex flex-col gap-4 sm:flex-row sm:items-center sm:justify-between">
        <p className="text-muted">All its scopes end, and tokens lose them on their next request.</p>
        <Button variant="danger" className="shrink-0" onClick={() => setOpen(true)}>
          Delete API…
        </Button>
      </Card>
      <DeleteByNameDialog
        open={open}
        onOpenChange={setOpen}
        noun="API"
        name={api.name}
        run={(confirmName) => remove({ organizationId, apiId: api.id, confirmName })}
        onDeleted={onDeleted}
        warning={<LosingTokens organizationId={organizationId} api={api} find={findHolders} />}
      >
        Tokens lose its scopes on their next request, and the API refuses them. JWTs that were issued before work until
        they expire. This cannot be undone.
      </DeleteByNameDialog>
    </Section>
  );
}
