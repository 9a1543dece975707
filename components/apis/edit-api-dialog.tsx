"use client";

import { limitsInWords } from "@/components/tokens/limits-words";
import { toast } from "@/components/ui/toast";
import type { ApiDto } from "@/lib/apis/dto";
import { ApiDialog } from "./api-dialog";
import { NameFields, TokenFields } from "./api-fields";
import { apiFieldErrors, apiFields } from "./api-input";
import type { EditApiProps } from "./edit-api-button";
import { lifetimeInWords } from "./lifetimes";
import { useApiChange } from "./use-api-change";

/** Its own file, so that a page loads it when it is opened. */
export default function EditApiDialog({
  organizationId,
  api,
  actions,
  onClose,
}: EditApiProps & { onClose: () => void }) {
  const change = useApiChange({
    organizationId,
    api,
    inspect: actions.inspect,
    send: (values, _current, of) => actions.update({ ...of, ...apiFields(values) }),
    validate: apiFieldErrors,
    onDone(result) {
      toast.success(`“${result.api.name}” saved`);
      onClose();
    },
  });
  const { errors } = change.form;
  const values = {
    name: api.name,
    description: api.description,
    algorithm: api.algorithm,
    exchangesLimited: api.exchangesLimited ? "on" : undefined,
    lifetimeDays: api.defaults.lifetimeDays?.toString(),
    maxLifetimeDays: api.defaults.maxLifetimeDays?.toString(),
    networks: api.defaults.limits.networks?.join("\n"),
    defaultNotBefore: api.defaults.limits.notBefore,
  };
  return (
    <ApiDialog
      change={change}
      onClose={onClose}
      size="lg"
      title="Edit API"
      description="Changed lifetimes hold for tokens created or extended from then on, changed limits for new ones."
      submitLabel="Save"
      pendingLabel="Saving…"
      conflict={describe}
    >
      <NameFields errors={errors} values={values} />
      <TokenFields errors={errors} values={values} limits={api.defaults.limits} />
    </ApiDialog>
  );
}

function describe({ name, algorithm, exchangesLimited, defaults }: ApiDto): string {
  const { lifetimeDays, maxLifetimeDays, limits } = defaults;
  return (
    `It is now called “${name}”, signs with ${algorithm}, ` +
    `${exchangesLimited ? "exchanges" : "does not exchange"} tokens with networks, and its lifetimes are: ` +
    `default ${lifetimeInWords(lifetimeDays)}, maximum ${lifetimeInWords(maxLifetimeDays)}. ` +
    `Without a choice its tokens work ${limitsInWords(limits)}.`
  );
}
