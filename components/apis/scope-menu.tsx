"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { newFormId } from "@/components/forms/form-id";
import { textOf } from "@/components/forms/form-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { ApiDto, ScopeDto } from "@/lib/apis/dto";
import { MAX_SCOPE_DESCRIPTION_LENGTH } from "@/lib/apis/limits";
import type { ApiActions } from "./actions";
import { ApiDialog } from "./api-dialog";
import { LosingTokens } from "./losing-tokens";
import { useApiChange } from "./use-api-change";

interface Props {
  organizationId: string;
  api: ApiDto;
  scope: ScopeDto;
  actions: ApiActions;
}

type DialogProps = Props & { onClose: () => void };

/** The actions on a scope. */
export function ScopeMenu(props: Props) {
  const [task, setTask] = useState<"describe" | "remove" | null>(null);
  const onClose = () => setTask(null);
  const items = [
    { label: "Edit description…", icon: <Pencil aria-hidden />, onSelect: () => setTask("describe") },
    {
      label: "Remove…",
      icon: <Trash2 aria-hidden />,
      onSelect: () => setTask("remove"),
      danger: true,
      separated: true,
    },
  ];
  return (
    <>
      <Menu label={`Actions for ${props.scope.name}`} items={items} />
      {task === "describe" && <DescribeDialog {...props} onClose={onClose} />}
      {task === "remove" && <RemoveDialog {...props} onClose={onClose} />}
    </>
  );
}

function DescribeDialog({ organizationId, api, scope, actions, onClose }: DialogProps) {
  const change = useApiChange({
    organizationId,
    api,
    inspect: actions.inspect,
    send(values, current, of) {
      const description = textOf(values, "description").trim();
      const scopes = current.scopes.map((other) => (other.name === scope.name ? { ...other, description } : other));
      return actions.setScopes({ ...of, scopes });
    },
    onDone() {
      toast.success(`Description of “${scope.name}” saved`);
      onClose();
    },
  });
  return (
    <ApiDialog
      change={change}
      onClose={onClose}
      size="sm"
      title="Edit description"
      description={<span className="font-mono break-all">{scope.name}</span>}
      submitLabel="Save"
      pendingLabel="Saving…"
      conflict={(current) => describe(current, scope)}
    >
      <Field label="Description" optional error={change.form.errors.scopes}>
        <Input
          name="description"
          defaultValue={scope.description}
          autoComplete="off"
          maxLength={MAX_SCOPE_DESCRIPTION_LENGTH}
        />
      </Field>
    </ApiDialog>
  );
}

/** What a scope is now. */
function describe(current: ApiDto, { name }: ScopeDto): string {
  const scope = current.scopes.find((other) => other.name === name);
  if (!scope) return "The scope was removed.";
  return scope.description ? `The description is now “${scope.description}”.` : "It has no description now.";
}

const CHANGED = "This API was changed after you opened this. Close, look at its scopes, and remove again.";

function RemoveDialog({ organizationId, api, scope, actions, onClose }: DialogProps) {
  // As they were when this opened: the page may re-render with another version below.
  const [{ formId, version }] = useState(() => ({ formId: newFormId(), version: api.version }));
  const [scopes] = useState(() => api.scopes.filter(({ name }) => name !== scope.name));
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Remove “${scope.name}”?`}
      description={
        `Tokens that have this scope of ${api.name} lose it on their next request, and the API ` +
        "refuses what needs it. JWTs that were issued before keep it until they expire."
      }
      confirmLabel="Remove scope"
      pendingLabel="Removing…"
      run={() => actions.setScopes({ organizationId, apiId: api.id, version, formId, scopes })}
      done={`Removed “${scope.name}”`}
      texts={{ stale: CHANGED }}
    >
      <LosingTokens organizationId={organizationId} api={api} scope={scope.name} find={actions.findHolders} />
      <p className="text-muted">
        A scope that you add later with this name is another one. No token has it until you grant it again.
      </p>
    </ConfirmDialog>
  );
}
