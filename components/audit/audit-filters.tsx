"use client";

import { X } from "lucide-react";
import Form from "next/form";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { ACTION_GROUPS } from "./action-groups";

interface Props {
  path: string;
  /** As they stand in the URL. */
  values: Readonly<Record<string, string>>;
  /** The same log without its actor or its thing, when it is narrowed to one. */
  narrowed: { label: string; href: string } | null;
}

const ACTIONS = [{ value: "", label: "Everything" }, ...ACTION_GROUPS];

/** The log's filters. A form of the page itself, so that the URL holds them, scripts or not. */
export function AuditFilters({ path, values, narrowed }: Props) {
  return (
    <Form action={path} role="search" className="mb-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_12rem_10rem_10rem_auto] lg:items-end">
      {values.actor && <input type="hidden" name="actor" value={values.actor} />}
      {values.resource && <input type="hidden" name="resource" value={values.resource} />}
      <SearchInput label="Search by what happened or who did it" placeholder="Search" name="search" defaultValue={values.search} maxLength={200} />
      <Field label="About">
        <Select name="action" options={ACTIONS} defaultValue={values.action ?? ""} />
      </Field>
      <Field label="From day">
        <Input type="date" name="from" defaultValue={values.from} />
      </Field>
      <Field label="To day">
        <Input type="date" name="to" defaultValue={values.to} />
      </Field>
      <Button type="submit">Filter</Button>
      {narrowed && (
        <div className="sm:col-span-full">
          <ButtonLink size="sm" href={narrowed.href} icon={<X aria-hidden />}>
            {narrowed.label}
            <span className="sr-only">: remove this filter</span>
          </ButtonLink>
        </div>
      )}
    </Form>
  );
}
