"use client";

import { useState } from "react";
import { newFormId } from "@/components/forms/form-id";
import { type Refusal, submitted } from "@/components/forms/submitted";
import { useForm, type UseFormOptions } from "@/components/ui/use-form";
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

export const NO_ANSWER =
  "The server did not answer, so this may have been done already. Send it again: it is not done twice.";

/**
 * A form that changes an API which others may change too: on a conflict it loads the current API, says so, and lets the
 * person decide again.
 */
export function useApiChange({ organizationId, api, inspect, send, validate, onDone }: Options) {
  const [current, setCurrent] = useState(api);
  const [overtaken, setOvertaken] = useState(false);
  const [formId, setFormId] = useState(newFormId);

  async function submit(values: FormData): Promise<Saved | Refusal> {
    const of = { organizationId, apiId: api.id, version: current.version, formId };
    const result = await submitted(send(values, current, of));
    if (result.ok) return result;
    if (result.reason === "stale") return catchUp(result);
    return result.fields ? { ...result, fields: atFields(result.fields) } : result;
  }

  async function catchUp(refusal: Refusal): Promise<Refusal> {
    const now = await submitted(inspect({ organizationId, apiId: api.id }));
    if (!now.ok) return now;
    setCurrent(now.api);
    setOvertaken(true);
    setFormId(newFormId()); // what is sent next is another act
    return refusal;
  }

  const form = useForm<Saved | Refusal>({
    submit,
    validate,
    noAnswer: NO_ANSWER,
    onSuccess: onDone,
    onFailure: ({ reason }) => reason === "stale",
  });
  return { form, current, overtaken };
}
