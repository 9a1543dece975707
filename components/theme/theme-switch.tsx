"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useId, useState } from "react";
import { cn } from "@/components/ui/cn";
import { applyTheme } from "./apply-theme";
import { THEMES, type Theme } from "./theme";

const LOOK = {
  system: { label: "System", icon: Monitor },
  light: { label: "Light", icon: Sun },
  dark: { label: "Dark", icon: Moon },
} as const;

function Choice(props: { theme: Theme; name: string; checked: boolean; choose: () => void }) {
  const { label, icon: Icon } = LOOK[props.theme];
  return (
    <label
      data-tooltip={label}
      className={cn(
        "relative flex h-7 flex-1 items-center justify-center rounded-md text-muted",
        "has-checked:bg-pressed has-checked:text-fg has-focus-visible:outline-2",
        "has-focus-visible:outline-focus forced-colors:border forced-colors:border-[Canvas]",
        "forced-colors:has-checked:border-[Highlight]",
      )}
    >
      <input
        type="radio"
        name={props.name}
        value={props.theme}
        checked={props.checked}
        onChange={props.choose}
        className="absolute inset-0 appearance-none opacity-0"
      />
      <Icon aria-hidden className="size-4" />
      <span className="sr-only">{label}</span>
    </label>
  );
}

/** System, light or dark. Needs scripts; without them the page follows the system. */
export function ThemeSwitch({ theme: initial }: { theme: Theme }) {
  const [theme, setTheme] = useState(initial);
  const name = useId();
  function choose(next: Theme) {
    setTheme(next);
    applyTheme(next);
  }
  return (
    <fieldset className="needs-script flex items-center gap-2">
      <legend className="sr-only">Theme</legend>
      <span aria-hidden className="flex-1 text-muted">
        Theme
      </span>
      <div className="flex w-28 gap-0.5 rounded-md border border-line p-0.5">
        {THEMES.map((option) => (
          <Choice key={option} theme={option} name={name} checked={theme === option} choose={() => choose(option)} />
        ))}
      </div>
    </fieldset>
  );
}
