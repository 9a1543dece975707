"use client";

import { Plus } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { CreateSpaceAction } from "./actions";
import { CreateSpaceForm } from "./create-space-form";

interface Props {
  organizationId: string;
  create: CreateSpaceAction;
  /** Opens with the page: the link that led here asked for it. */
  defaultOpen?: boolean;
}

export function CreateSpaceButton({ organizationId, create, defaultOpen = false }: Props) {
  const formId = useId();
  const [open, setOpen] = useState(defaultOpen);
  const [pending, setPending] = useState(false);
  const footer = (
    <>
      <Button onClick={() => setOpen(false)}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" pending={pending} pendingLabel="Creating…">
        Create
      </Button>
    </>
  );
  function onCreated({ name }: { name: string }) {
    setOpen(false);
    toast.success(`Created the space “${name}”`);
  }
  return (
    <>
      <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setOpen(true)}>
        Create space
      </Button>
      <Dialog open={open} onOpenChange={setOpen} closeOnOutsidePress={false} title="Create a space" description="It starts empty. Tokens can then be made that reach this space only." footer={footer}>
        <CreateSpaceForm formId={formId} organizationId={organizationId} create={create} onCreated={onCreated} onPending={setPending} />
      </Dialog>
    </>
  );
}
