"use client";

import { useState } from "react";
import { useForm, type UseFormOptions } from "@/components/ui/use-form";
import type { Failure } from "@/lib/platform/result/result";
import type { TokenDto } from "@/lib/tokens/dto";
import { refusalOf, type Refusal } from "./refusal";
import type { TokenPageContext } from "./token-page-context";

interface Options<T extends object> extends Pick<UseFormOptions<{ ok: true } & T>, "validate"> {
  token: TokenDto;
  context: TokenPageContext;
  /** Sends the change of `current`, the token as this form last saw it. */
  send: (values: FormData, current: TokenDto) => Promise<({ ok: true } & T) | Failure>;
  onDone: (result: { ok: true } & T, before: TokenDto) => void;
}

/**
 * A form that changes a token which others may change too: when somebody was faster it fetches the token as it is now,
 * says so, and lets the person decide again.
 */
export function useTokenChange<T extends object>({ token, context, send, validate, onDone }: Options<T>) {
  const [current, setCurrent] = useState(token);
  const [overtaken, setOvertaken] = useState(false);

  async function submit(values: FormData): Promise<({ ok: true } & T) | Refusal> {
    const result = await send(values, current);
    if (result.ok) return result;
    return result.reason === "stale" ? catchUp(result) : refusalOf(result);
  }

  async function catchUp(stale: Failure): Promise<Refusal> {
    const now = await context.actions.inspect({ organizationId: context.options.organization.id, tokenId: token.id });
    if (!now.ok) return refusalOf(now);
    setCurrent(now.token);
    setOvertaken(true);
    return refusalOf(stale);
  }

  const form = useForm<({ ok: true } & T) | Refusal>({
    submit,
    validate,
    onSuccess: (result) => onDone(result, current),
    onFailure: (refusal) => refusal.reason === "stale",
  });
  return { form, current, overtaken };
}
