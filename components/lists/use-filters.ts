"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import { textOf } from "@/components/forms/form-state";
import { useAnsweredAction } from "@/components/forms/use-answered-action";
import { searchListAction } from "@/components/pasted-token/actions";
import { NOTHING_PASTED, type PastedTokenState } from "@/components/pasted-token/state";
import { lostAnswer, MAYBE_DELETED, NOT_LOOKED_UP } from "@/components/ui/lost-answer";
import { hasTokenPart, hrefOf, LIST_FIELD, type ListUrl, MAX_SEARCH_LENGTH, pastedSecret } from "./list-url";

const TYPING_MS = 250;

function paramsOf(values: FormData): Record<string, string> {
  const texts = [...values.keys()].map((name) => [name, textOf(values, name).trim()] as const);
  return { ...Object.fromEntries(texts), q: textOf(values, "q").trim().slice(0, MAX_SEARCH_LENGTH) };
}

/** Copies a URL that changed from outside (a link, the back button) into the controls. */
function show(form: HTMLFormElement, href: string) {
  const params = new URL(href, window.location.href).searchParams;
  for (const control of form.elements) {
    const isFilter = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
    if (isFilter && control.name !== LIST_FIELD) control.value = params.get(control.name) ?? "";
  }
}

function whenLost(before: PastedTokenState, values: FormData, error: unknown): PastedTokenState {
  return before.kind === "found" && values.has("revoke")
    ? { ...before, problem: lostAnswer(error, MAYBE_DELETED) }
    : { kind: "failed", message: lostAnswer(error, NOT_LOOKED_UP) };
}

/**
 * A form of filters. The list updates at once on selection, and after a pause on typing. Without scripts the form is
 * sent by POST and the server redirects to the list's URL. A token is never made part of a URL: it is looked up by
 * POST.
 */
export function useFilters(list: ListUrl) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<number | undefined>(undefined);
  const [pending, startTransition] = useTransition();
  const [pasted, submit] = useAnsweredAction(searchListAction, NOTHING_PASTED, whenLost);
  // The answer that a later search has replaced.
  const [past, setPast] = useState(NOTHING_PASTED);
  const shown = hrefOf(list);
  // The current URL, and the URLs that this form has requested since.
  const asked = useRef([shown]);

  useEffect(() => {
    const known = asked.current.indexOf(shown);
    asked.current = known === -1 ? [shown] : asked.current.slice(known);
    // Text typed after our own navigation started is newer than the URL, and stays.
    if (known === -1 && form.current) show(form.current, shown);
  }, [shown]);

  useEffect(() => {
    // A link with a token in it: nothing of the page repeats it, and neither does the address.
    if (hasTokenPart(window.location.search)) window.history.replaceState(null, "", shown);
  }, [shown]);

  function apply() {
    window.clearTimeout(timer.current);
    if (!form.current) return;
    const values = new FormData(form.current);
    const secret = pastedSecret(values);
    if (secret) return lookUp(secret.field, values);
    setPast(pasted);
    const href = hrefOf({ ...list, params: paramsOf(values) });
    if (href === asked.current.at(-1)) return;
    asked.current.push(href);
    startTransition(() => router.replace(href, { scroll: false }));
  }

  function lookUp(field: string, values: FormData) {
    const control = form.current?.elements.namedItem(field);
    if (control instanceof HTMLInputElement) control.value = "";
    startTransition(() => submit(values));
  }

  function onChange({ target }: FormEvent) {
    window.clearTimeout(timer.current);
    if (target instanceof HTMLInputElement) timer.current = window.setTimeout(apply, TYPING_MS);
    else apply();
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    apply();
  }

  return {
    pending,
    formProps: { ref: form, action: submit, onChange, onSubmit },
    pasted: pasted === past ? NOTHING_PASTED : pasted,
    submit,
  };
}
