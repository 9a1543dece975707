"use client";

import { useOptimistic, useTransition } from "react";
import { lostAnswer } from "@/components/ui/lost-answer";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { ContentDto } from "@/lib/content/dto";
import type { AssignmentAction } from "@/lib/content/schema";
import { failureText } from "@/lib/platform/result/failure-text";
import type { ContentActions } from "./actions";
import { ASSIGNMENT_LABELS } from "./labels";

type Choice = AssignmentAction | "NONE";
const CHOICES: readonly Choice[] = ["ACTIVE", "IGNORE", "NONE"];
const OPTIONS = CHOICES.map((value) => ({ value, label: ASSIGNMENT_LABELS[value] }));
const DONE: Record<Choice, (name: string) => string> = {
  ACTIVE: (name) => `“${name}” is active in this space`,
  IGNORE: (name) => `“${name}” is ignored in this space`,
  NONE: (name) => `“${name}” is no longer assigned to this space`,
};
const NO_ANSWER = "The server did not answer, so this may or may not have been saved. Reload the page to see.";

interface Props {
  organizationId: string;
  spaceId: string;
  item: Pick<ContentDto, "id" | "name" | "assignment">;
  actions: Pick<ContentActions, "assign" | "unassign">;
}

/** The assignment in a space. Saved on change, with undo. */
export function AssignmentSelect({ organizationId, spaceId, item, actions }: Props) {
  const saved: Choice = item.assignment ?? "NONE";
  const [shown, show] = useOptimistic(saved);
  const [pending, start] = useTransition();

  async function save(choice: Choice) {
    const where = { organizationId, spaceId, ids: [item.id] };
    try {
      const result = await (choice === "NONE" ? actions.unassign(where) : actions.assign({ ...where, action: choice }));
      if (!result.ok) return toast.error(failureText(result));
    } catch (error) {
      return toast.error(lostAnswer(error, NO_ANSWER));
    }
    toast.success(DONE[choice](item.name), choice === saved ? undefined : { undo: () => change(saved) });
  }
  function change(choice: Choice) {
    start(async () => {
      show(choice);
      await save(choice);
    });
  }
  const onChange = ({ currentTarget: { value } }: { currentTarget: HTMLSelectElement }) => {
    const choice = CHOICES.find((candidate) => candidate === value);
    if (choice && !pending) change(choice);
  };
  return (
    <Select
      aria-label={`Assignment of ${item.name}`}
      aria-busy={pending}
      value={shown}
      options={OPTIONS}
      onChange={onChange}
      className="min-w-36"
    />
  );
}
