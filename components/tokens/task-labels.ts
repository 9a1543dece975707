import { ListChecks, type LucideIcon, Pencil, RotateCw, ShieldCheck, Trash2 } from "lucide-react";

interface TaskLabel {
  readonly task: "permissions" | "scopes" | "edit" | "rotate" | "delete";
  readonly label: string;
  /** The label that names the token, where several are shown. */
  readonly named: (name: string) => string;
  readonly icon: LucideIcon;
}

/** What one can do with a token that exists, in the order of the buttons. */
export const TASKS: readonly TaskLabel[] = [
  { task: "permissions", label: "Permissions", named: (name) => `Permissions of ${name}`, icon: ShieldCheck },
  { task: "edit", label: "Edit", named: (name) => `Edit ${name}`, icon: Pencil },
  { task: "rotate", label: "Rotate", named: (name) => `Rotate ${name}`, icon: RotateCw },
  { task: "delete", label: "Delete", named: (name) => `Delete ${name}`, icon: Trash2 },
];

/** The same on a token's page, where there are APIs: a row has no room for one more. */
export const TASKS_WITH_SCOPES: readonly TaskLabel[] = TASKS.toSpliced(1, 0, {
  task: "scopes",
  label: "Scopes",
  named: (name) => `Scopes of ${name}`,
  icon: ListChecks,
});

export type TokenTask = TaskLabel["task"];
