"use client";

import { useVersionedChange } from "@/components/forms/use-versioned-change";
import type { UseFormOptions } from "@/components/ui/use-form";
import type { ApiDto } from "@/lib/apis/dto";
import type { Failure } from "@/lib/platform/result/result";
import type { InspectApiAction } from "./actions";
import { atFields } from "./api-input";

type Saved = { ok: true; api: ApiDto };

/** What a change is sent with: it names the API, the version that was seen, and the opened form. */
export interface ChangeOf {
  organizationId: string;
  apiId: string;
  version: number;
  formId: string;
}

interface Options extends Pick<UseFormOptions<Saved>, "validate"> {
  organizationId: string;
  /** As the page has it. */
  api: ApiDto;
  inspect: InspectApiAction;
  /** Sends the change of `current`, the API as this form last saw it. */
  send: (values: FormData, current: ApiDto, of: ChangeOf) => Promise<Saved | Failure>;
  onDone: (result: Saved) => void;
}

/** A form that changes an API, see `useVersionedChange`. */
export function useApiChange({ organizationId, api, inspect, send, validate, onDone }: Options) {
  const of = { organizationId, apiId: api.id };
  return useVersionedChange<ApiDto, { api: ApiDto }>({
    initial: api,
    validate,
    onDone,
    inspect: async () => {
      const now = await inspect(of);
      return now.ok ? { ok: true, value: now.api } : now;
    },
    send: async (values, current, formId) => {
      const result = await send(values, current, { ...of, version: current.version, formId });
      return result.ok || !result.fields ? result : { ...result, fields: atFields(result.fields) };
    },
  });
}
