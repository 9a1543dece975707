"use client";

import { useState } from "react";
import { useForm, type UseFormOptions } from "@/components/ui/use-form";
import type { Failure } from "@/lib/platform/result/result";
import { newFormId } from "./form-id";
import { type Refusal, submitted } from "./submitted";

interface Options<Value extends object, Answer extends object> extends Pick<
  UseFormOptions<{ ok: true } & Answer>,
  "validate"
> {
  /** As the page has it. */
  initial: Value;
  /** Loads it as it is now. */
  inspect: () => Promise<{ ok: true; value: Value } | Failure>;
  /** Sends the change of `current`, as this form last saw it. `formId` names this opening of the form. */
  send: (values: FormData, current: Value, formId: string) => Promise<({ ok: true } & Answer) | Failure>;
  onDone: (result: { ok: true } & Answer) => void;
}

const NO_ANSWER = "The server did not answer, so this may have been done already. Send it again: it is not done twice.";

/**
 * A form that changes something which others may change too: on a conflict it loads what it is now, says so, and lets
 * the person decide again.
 */
export function useVersionedChange<Value extends object, Answer extends object>({
  initial,
  inspect,
  send,
  validate,
  onDone,
}: Options<Value, Answer>) {
  const [current, setCurrent] = useState(initial);
  const [overtaken, setOvertaken] = useState(false);
  const [formId, setFormId] = useState(newFormId);

  async function submit(values: FormData): Promise<({ ok: true } & Answer) | Refusal> {
    const result = await submitted(send(values, current, formId));
    return !result.ok && result.reason === "stale" ? catchUp(result) : result;
  }

  async function catchUp(refusal: Refusal): Promise<Refusal> {
    const now = await submitted(inspect());
    if (!now.ok) return now;
    setCurrent(now.value);
    setOvertaken(true);
    setFormId(newFormId()); // what is sent next is another act
    return refusal;
  }

  const form = useForm<({ ok: true } & Answer) | Refusal>({
    submit,
    validate,
    noAnswer: NO_ANSWER,
    onSuccess: onDone,
    onFailure: ({ reason }) => reason === "stale",
  });
  return { form, current, overtaken };
}
