"use client";

import { Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import type { ApiDto } from "@/lib/apis/dto";
import type { ApiActions } from "./actions";

const EditApiDialog = lazy(() => import("./edit-api-dialog"));

export interface EditApiProps {
  organizationId: string;
  api: ApiDto;
  actions: Pick<ApiActions, "update" | "inspect">;
}

export function EditApiButton(props: EditApiProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Pencil aria-hidden />} onClick={() => setOpen(true)}>
        Edit
      </Button>
      {open && (
        <Suspense fallback={null}>
          <EditApiDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
