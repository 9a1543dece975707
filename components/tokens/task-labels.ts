import {
  BadgeCheck,
  Gauge,
  ListChecks,
  type LucideIcon,
  Pencil,
  RotateCw,
  ShieldCheck,
  Trash2,
  Webhook,
} from "lucide-react";
import type { TokenDto } from "@/lib/tokens/dto";

interface TaskLabel {
  readonly task: "permissions" | "scopes" | "issues" | "verifies" | "limits" | "edit" | "rotate" | "delete";
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

/** Only on a token's page: a row has no room for one more. */
const SCOPES: TaskLabel = { task: "scopes", label: "Scopes", named: (name) => `Scopes of ${name}`, icon: ListChecks };
const ISSUES: TaskLabel = { task: "issues", label: "APIs", named: (name) => `APIs of ${name}`, icon: Webhook };
const VERIFIES: TaskLabel = {
  task: "verifies",
  label: "Verifies",
  named: (name) => `What ${name} verifies`,
  icon: BadgeCheck,
};

const LIMITS: TaskLabel = { task: "limits", label: "Limits", named: (name) => `Limits of ${name}`, icon: Gauge };

/** What one can do with a token on its page. `hasApis`: the organization has APIs. */
export function pageTasks({ permissions }: Pick<TokenDto, "permissions">, hasApis: boolean): readonly TaskLabel[] {
  const isIssuer = permissions.includes("issuer"); // it stays one, and has no scopes of its own
  const all = isIssuer
    ? [ISSUES, ...TASKS.filter(({ task }) => task !== "permissions")]
    : TASKS.toSpliced(1, 0, SCOPES, ...(permissions.includes("verifier") ? [VERIFIES] : []));
  const shown = hasApis ? all : TASKS;
  return shown.toSpliced(
    shown.findIndex(({ task }) => task === "edit"),
    0,
    LIMITS,
  );
}

export type TokenTask = TaskLabel["task"];
