"use client";

import { Pencil, RotateCw, ShieldCheck, Trash2 } from "lucide-react";
import type { MouseEvent } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { TokenDto } from "@/lib/tokens/dto";
import { type TokenTask, useBeginTask } from "./token-tasks";

const TASKS = [
  {
    task: "permissions",
    label: "Permissions",
    named: (name: string) => `Permissions of ${name}`,
    icon: <ShieldCheck aria-hidden />,
  },
  { task: "edit", label: "Edit", named: (name: string) => `Edit ${name}`, icon: <Pencil aria-hidden /> },
  { task: "rotate", label: "Rotate", named: (name: string) => `Rotate ${name}`, icon: <RotateCw aria-hidden /> },
  { task: "delete", label: "Delete", named: (name: string) => `Delete ${name}`, icon: <Trash2 aria-hidden /> },
] as const;

function useStart(token: TokenDto) {
  const begin = useBeginTask();
  return (task: TokenTask) => (event: MouseEvent<HTMLButtonElement>) => begin(task, token, event.currentTarget);
}

/** The Action column of one row. */
export function RowTasks({ token }: { token: TokenDto }) {
  const start = useStart(token);
  return (
    <div className="needs-script -my-1.5 -mr-2 flex justify-end max-md:-ml-2 max-md:justify-start">
      {TASKS.map(({ task, named, icon }) => (
        <IconButton key={task} data-task={task} label={named(token.name)} icon={icon} onClick={start(task)} />
      ))}
    </div>
  );
}

/** The same on a token's own page, in words. */
export function PageTasks({ token }: { token: TokenDto }) {
  const start = useStart(token);
  return (
    <div className="needs-script flex flex-wrap gap-3">
      {TASKS.map(({ task, label, icon }) => (
        <Button
          key={task}
          icon={icon}
          className={task === "delete" ? "text-critical-text" : undefined}
          onClick={start(task)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
