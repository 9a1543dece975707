"use client";

import { useState } from "react";
import { newFormId } from "@/components/forms/form-id";
import { refusalOf, type Refusal } from "@/components/forms/submitted";
import { useForm, type UseFormOptions } from "@/components/ui/use-form";
import type { Failure } from "@/lib/platform/result/result";
import type { TokenDto } from "@/lib/tokens/dto";
import { TOKEN_TEXTS } from "./failure-texts";
import type { TokenPageContext } from "./token-page-context";

interface Options<T extends object> extends Pick<UseFormOptions<{ ok: true } & T>, "validate"> {
  token: TokenDto;
  context: TokenPageContext;
  /** Sends the change of the token as this form last saw it. `formId` names this opening of the form. */
  send: (values: FormData, seen: SeenToken & { formId: string }) => Promise<({ ok: true } & T) | Failure>;
  onDone: (result: { ok: true } & T, before: TokenDto) => void;
}

/** Which token is changed, and the version that the person saw. */
export interface SeenToken {
  organizationId: string;
  tokenId: string;
  version: number;
}

export function seenOf({ options }: TokenPageContext, { id, version }: TokenDto): SeenToken {
  return { organizationId: options.organization.id, tokenId: id, version };
}

/** Refusals after which the form shows the token as it is now, and the person decides again. */
const SEEN_LATE: ReadonlySet<string> = new Set<Failure["reason"]>(["stale", "secret_already_shown"]);

const NO_ANSWER = "The server did not answer, so this may have been done already. Send it again: it is not done twice.";

/**
 * A form that changes a token which others may change too: on a conflict it loads the current token, says so, and lets
 * the person decide again.
 */
export function useTokenChange<T extends object>({ token, context, send, validate, onDone }: Options<T>) {
  const [current, setCurrent] = useState(token);
  const [overtaken, setOvertaken] = useState(false);
  const [repeated, setRepeated] = useState(false);
  const [formId, setFormId] = useState(newFormId);

  async function submit(values: FormData): Promise<({ ok: true } & T) | Refusal> {
    const result = await send(values, { ...seenOf(context, current), formId });
    if (result.ok) return result;
    return SEEN_LATE.has(result.reason) ? catchUp(result) : refusalOf(result, TOKEN_TEXTS);
  }

  async function catchUp(failure: Failure): Promise<Refusal> {
    const now = await context.actions.inspect({ organizationId: context.options.organization.id, tokenId: token.id });
    if (!now.ok) return refusalOf(now, TOKEN_TEXTS);
    setCurrent(now.token);
    const isRepeat = failure.reason === "secret_already_shown";
    setRepeated(isRepeat);
    setOvertaken(!isRepeat);
    setFormId(newFormId()); // what is sent next is another act
    return refusalOf(failure, TOKEN_TEXTS);
  }

  const form = useForm<({ ok: true } & T) | Refusal>({
    submit,
    validate,
    noAnswer: NO_ANSWER,
    onSuccess: (result) => onDone(result, current),
    onFailure: (refusal) => SEEN_LATE.has(refusal.reason),
  });
  return { form, current, overtaken, repeated };
}
