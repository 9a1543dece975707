"use client";

import { Plus } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { CreateSpaceAction } from "./actions";
import { CreateSpaceForm } from "./create-space-form";

interface Props {
  organizationId: string;
  create: CreateSpaceAction;
  /** Opens with the page, for links that create a space. */
  defaultOpen?: boolean;
}

export function CreateSpaceButton({ organizationId, create, defaultOpen = false }: Props) {
  const formId = useId();
  const [open, setOpen] = useState(defaultOpen);
  const [pending, setPending] = useState(false);
  const router = useRouter();
  const pathname = usePathname();
  function toggle(next: boolean) {
    setOpen(next);
    // Removes the parameter, so that a reload shows the list and the next link opens the form again.
    if (defaultOpen && !next) router.replace(pathname);
  }
  const footer = (
    <>
      <Button onClick={() => toggle(false)}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" pending={pending} pendingLabel="Creating…">
        Create
      </Button>
    </>
  );
  function onCreated({ name }: { name: string }) {
    toggle(false);
    toast.success(`Created the space “${name}”`);
  }
  return (
    <>
      <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setOpen(true)}>
        Create space
      </Button>
      <Dialog
        open={open}
        onOpenChange={toggle}
        closeOnOutsidePress={false}
        title="Create a space"
        description="The space starts empty. You can create tokens that only reach this space."
        footer={footer}
      >
        <CreateSpaceForm
          formId={formId}
          organizationId={organizationId}
          create={create}
          onCreated={onCreated}
          onPending={setPending}
        />
      </Dialog>
    </>
  );
}
