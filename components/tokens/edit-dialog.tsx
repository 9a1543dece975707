"use client";

import { textOf } from "@/components/forms/form-state";
import { useNow } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { calendarDay } from "@/components/ui/relative-time";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { EditedToken, TokenDto } from "@/lib/tokens/dto";
import { ChangeDialog } from "./change-dialog";
import { CustomerFields } from "./customer-fields";
import { customerErrors, customerOf, metadataText } from "./customer-input";
import { EditConflict } from "./edit-conflict";
import type { TokenDialogProps } from "./dialog-props";
import { ExpirationField } from "./expiration-field";
import { countOf } from "./labels";
import { chosenExpiration, type LifetimeBounds } from "./lifetime";
import { fieldProblems } from "./token-problems";
import { useFreshDetails } from "./use-fresh-details";
import { useTokenChange } from "./use-token-change";

const KEEP = "keep";

function endInWords({ expiresAt }: TokenDto): string {
  return expiresAt === null ? "never" : `on ${calendarDay(Date.parse(expiresAt))}`;
}

function keepOption(token: TokenDto) {
  const { expiresAt } = token;
  const label = expiresAt === null ? "Unchanged: none" : `Unchanged: ${calendarDay(Date.parse(expiresAt))}`;
  return { value: KEEP, label };
}

function useEdit({ token, context, onClose }: TokenDialogProps, bounds: LifetimeBounds) {
  return useTokenChange<EditedToken>({
    token,
    context,
    send: (values, seen) => {
      const choice = textOf(values, "expiration");
      const customer = customerOf(values);
      return context.actions.edit({
        ...seen,
        name: textOf(values, "name"),
        description: textOf(values, "description"),
        subject: customer?.subject,
        metadata: customer?.metadata,
        expiration: choice === KEEP ? undefined : chosenExpiration(choice, textOf(values, "date"), bounds),
      });
    },
    validate: (values) => ({ ...fieldProblems(values, bounds), ...customerErrors(values) }),
    onDone: (result) => {
      const also =
        result.alsoShortened > 0
          ? `. ${countOf(result.alsoShortened, "child token")} ` +
            `now ${result.alsoShortened === 1 ? "ends" : "end"} with it`
          : "";
      toast.success(`“${result.token.name}” saved${also}`);
      onClose();
    },
  });
}

/** Whether a token is for a customer, or may be in this organization. */
function isForCustomers({ subject, metadata }: TokenDto, hasApis: boolean): boolean {
  return hasApis || subject !== null || Object.keys(metadata).length > 0;
}

/** "Edit": name, description, expiration, and whom it is for. */
export function EditDialog(props: TokenDialogProps) {
  const { token, context } = props;
  const { now } = useNow();
  const { parentEndsAt } = useFreshDetails(context, token);
  const bounds = {
    now,
    createdAt: Date.parse(token.createdAt),
    maxLifetimeDays: context.options.maxLifetimeDays,
    parentEnd: parentEndsAt === null ? null : Date.parse(parentEndsAt),
  };
  const change = useEdit(props, bounds);
  const { errors } = change.form;
  return (
    <ChangeDialog
      {...props}
      change={change}
      closeOnOutsidePress={false}
      title="Edit API token"
      submitLabel="Save"
      pendingLabel="Saving…"
      conflict={(current) => <ConflictingEdit before={token} current={current} />}
    >
      <Field label="Name" error={errors.name}>
        <Input name="name" defaultValue={token.name} autoComplete="off" />
      </Field>
      <Field label="Description" optional error={errors.description}>
        <Textarea name="description" defaultValue={token.description} />
      </Field>
      <ExpirationField bounds={bounds} keep={keepOption(change.current)} error={errors.expiration} />
      {isForCustomers(token, context.hasApis) && <CustomerFields errors={errors} token={token} />}
    </ChangeDialog>
  );
}

function ConflictingEdit({ before, current }: { before: TokenDto; current: TokenDto }) {
  return (
    <EditConflict>
      It is now called “{current.name}” and ends {endInWords(current)}.{" "}
      {current.description !== before.description && `Its description is now “${current.description}”. `}
      {current.subject !== before.subject &&
        (current.subject === null ? "It has no subject now. " : `Its subject is now “${current.subject}”. `)}
      {metadataText(current.metadata) !== metadataText(before.metadata) && (
        <>
          Its metadata is now <code className="font-mono break-all">{JSON.stringify(current.metadata)}</code>.{" "}
        </>
      )}
    </EditConflict>
  );
}
