"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { calendarDay } from "@/components/ui/relative-time";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { TokenDto } from "@/lib/tokens/dto";
import { ChangedMeanwhile } from "./changed-meanwhile";
import type { TokenDialogProps } from "./dialog-props";
import { ExpirationField } from "./expiration-field";
import { chosenExpiration, type LifetimeBounds } from "./lifetime";
import { fieldProblems, textOf } from "./token-problems";
import { Ungrantable, ungrantable } from "./ungrantable";
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

function useEdit({ token, setting, onClose }: TokenDialogProps, bounds: LifetimeBounds) {
  return useTokenChange<{ token: TokenDto }>({
    token,
    setting,
    send: (values, { id, version }) => {
      const choice = textOf(values, "expiration");
      return setting.actions.edit({
        organizationId: setting.facts.organization.id,
        tokenId: id,
        version,
        name: textOf(values, "name"),
        description: textOf(values, "description"),
        expiration: choice === KEEP ? undefined : chosenExpiration(choice, textOf(values, "date"), bounds),
      });
    },
    validate: (values) => fieldProblems(values, bounds),
    onDone: (result) => {
      toast.success(`“${result.token.name}” saved`);
      onClose();
    },
  });
}

/** "Edit": name, description, expiration. */
export function EditDialog(props: TokenDialogProps) {
  const { token, setting, open, onClose, finalFocus } = props;
  const formId = useId();
  const { now } = useNow();
  const bounds = { now, createdAt: Date.parse(token.createdAt), maxLifetimeDays: setting.facts.maxLifetimeDays };
  const { form, current, overtaken } = useEdit(props, bounds);
  const beyond = ungrantable(current.permissions, setting.facts.grantable);
  const isLocked = beyond.length > 0;
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      closeOnOutsidePress={false}
      finalFocus={finalFocus}
      title="Edit API token"
      description={token.name}
      footer={
        <>
          <Button onClick={onClose}>{isLocked ? "Close" : "Cancel"}</Button>
          {!isLocked && (
            <Button type="submit" form={formId} variant="primary" pending={form.pending} pendingLabel="Saving…">
              Save
            </Button>
          )}
        </>
      }
    >
      {isLocked ? (
        <Ungrantable permissions={beyond} />
      ) : (
        <form {...form.formProps} id={formId} className="grid grid-cols-1 gap-6">
          <FormError message={form.formError} />
          {overtaken && (
            <ChangedMeanwhile>
              It is now called “{current.name}” and ends {endInWords(current)}.{" "}
              {current.description !== token.description && `Its description is now “${current.description}”.`}
            </ChangedMeanwhile>
          )}
          <Field label="Name" error={form.errors.name}>
            <Input name="name" defaultValue={token.name} autoComplete="off" />
          </Field>
          <Field label="Description" optional error={form.errors.description}>
            <Textarea name="description" defaultValue={token.description} />
          </Field>
          <ExpirationField bounds={bounds} keep={keepOption(current)} error={form.errors.expiration} />
        </form>
      )}
    </Dialog>
  );
}
