"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { ApiDto } from "@/lib/apis/dto";
import type { ApiActions } from "./actions";
import { ApiDialog } from "./api-dialog";
import { scopeErrors, scopesOf } from "./scope-input";
import { ScopeRows } from "./scope-rows";
import { useApiChange } from "./use-api-change";

interface Props {
  organizationId: string;
  api: ApiDto;
  actions: Pick<ApiActions, "setScopes" | "inspect">;
}

export function AddScopesButton(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Plus aria-hidden />} onClick={() => setOpen(true)}>
        Add scopes
      </Button>
      {open && <AddScopesDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function errorsOf(values: FormData, { scopes }: ApiDto) {
  return scopesOf(values).length === 0 ? { scopes: "Enter at least one scope." } : scopeErrors(values, scopes);
}

function AddScopesDialog({ organizationId, api, actions, onClose }: Props & { onClose: () => void }) {
  const change = useApiChange({
    organizationId,
    api,
    inspect: actions.inspect,
    send: (values, current, of) => actions.setScopes({ ...of, scopes: [...current.scopes, ...scopesOf(values)] }),
    validate: (values) => errorsOf(values, api),
    onDone(result) {
      const count = result.api.scopes.length - change.current.scopes.length;
      toast.success(count === 1 ? "Added a scope" : `Added ${count.toLocaleString("en")} scopes`);
      onClose();
    },
  });
  return (
    <ApiDialog
      change={change}
      onClose={onClose}
      size="lg"
      title="Add scopes"
      description="No token has a new scope until you grant it."
      submitLabel="Add"
      pendingLabel="Adding…"
      conflict={({ scopes }) => `It has ${scopes.length.toLocaleString("en")} scopes now.`}
    >
      <ScopeRows legend="New scopes" errors={change.form.errors} />
    </ApiDialog>
  );
}
