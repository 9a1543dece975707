"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useTransition } from "react";
import { hrefOf, type ListUrl } from "./list-url";

const TYPING_MS = 250;

function textsOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value.trim() : ""]),
  );
}

/** Copies a URL that changed from outside (a link, the back button) into the controls. */
function show(form: HTMLFormElement, href: string) {
  const params = new URL(href, window.location.href).searchParams;
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement)
      control.value = params.get(control.name) ?? "";
  }
}

/** A form of filters. The list updates at once on selection, and after a pause on typing. */
export function useFilters(list: ListUrl) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<number | undefined>(undefined);
  const [pending, startTransition] = useTransition();
  const shown = hrefOf(list);
  // The current URL, and the URLs that this form has requested since.
  const asked = useRef([shown]);

  useEffect(() => {
    const known = asked.current.indexOf(shown);
    asked.current = known === -1 ? [shown] : asked.current.slice(known);
    // Text typed after our own navigation started is newer than the URL, and stays.
    if (known === -1 && form.current) show(form.current, shown);
  }, [shown]);

  function apply() {
    window.clearTimeout(timer.current);
    if (!form.current) return;
    const href = hrefOf({ ...list, params: textsOf(form.current) });
    if (href === asked.current.at(-1)) return;
    asked.current.push(href);
    startTransition(() => router.replace(href, { scroll: false }));
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

  return { pending, formProps: { ref: form, onChange, onSubmit } };
}
