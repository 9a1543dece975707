"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { ArrowRight, LogOut, Search, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { startTransition, useState } from "react";
import { applyTheme } from "@/components/theme/apply-theme";
import { type Theme, THEMES } from "@/components/theme/theme";
import { grouped, knownEntries, matching } from "./palette-entries";
import { PaletteGroup, PaletteItem } from "./palette-item";
import { readPasted } from "@/lib/tokens/pasted-token";
import type { FramePalette, FrameSpace } from "./types";
import { usePaletteSearch } from "./use-palette-search";

const PER_GROUP = 8;
const POPUP =
  "fade fixed top-4 left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 " +
  "overflow-hidden rounded-md border border-line bg-raised shadow-float sm:top-24";

export interface PaletteProps extends FramePalette {
  spaces: readonly FrameSpace[];
  canAdminister: boolean;
  signOutAction: () => Promise<void>;
}

interface CommandPaletteProps extends PaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function has(query: string, text: string): boolean {
  return text.toLowerCase().includes(query.trim().toLowerCase());
}

function nothingFound(query: string): string {
  const { kind } = readPasted(query);
  if (kind === "token") return "No API token that you may see has this secret";
  return kind === "part"
    ? "This looks like part of an API token. Paste the whole token."
    : `Nothing found for “${query}”`;
}

function Actions(props: { query: string; signOut: () => void; setTheme: (theme: Theme) => void }) {
  const themes = THEMES.filter((theme) => has(props.query, `Use ${theme} theme`));
  const signOut = has(props.query, "Sign out");
  if (!signOut && themes.length === 0) return null;
  return (
    <PaletteGroup heading="Account">
      {themes.map((theme) => (
        <PaletteItem
          key={theme}
          value={`theme:${theme}`}
          icon={<SunMoon aria-hidden />}
          label={`Use ${theme} theme`}
          onSelect={() => props.setTheme(theme)}
        />
      ))}
      {signOut && (
        <PaletteItem value="sign-out" icon={<LogOut aria-hidden />} label="Sign out" onSelect={props.signOut} />
      )}
    </PaletteGroup>
  );
}

function Palette(props: CommandPaletteProps) {
  const { spaces, canAdminister, commands, search, signOutAction, onOpenChange } = props;
  const [query, setQuery] = useState("");
  const { found, state } = usePaletteSearch(query, search);
  const router = useRouter();
  const known = matching(knownEntries(spaces, canAdminister, commands), query);
  const groups = grouped([...known, ...found], PER_GROUP);

  function run(action: () => void) {
    onOpenChange(false);
    action();
  }

  return (
    <Command label="Command palette" shouldFilter={false} loop>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder="Search pages, tokens, spaces and actions"
          className="h-12 w-full bg-transparent outline-none pointer-coarse:text-base"
        />
      </div>
      <Command.List label="Results" className="max-h-[min(24rem,60dvh)] overflow-y-auto p-2">
        <Command.Empty className="px-2 py-8 text-center text-muted">
          {state === "searching" ? "Searching…" : nothingFound(query)}
        </Command.Empty>
        {groups.map(([heading, entries]) => (
          <PaletteGroup key={heading} heading={heading}>
            {entries.map(({ id, label, hint, href }) => (
              <PaletteItem
                key={id}
                value={id}
                label={label}
                hint={hint}
                icon={<ArrowRight aria-hidden />}
                onSelect={() => run(() => router.push(href))}
              />
            ))}
          </PaletteGroup>
        ))}
        <Actions
          query={query}
          setTheme={(theme) => run(() => applyTheme(theme))}
          signOut={() => run(() => startTransition(() => signOutAction()))}
        />
      </Command.List>
      <p role="status" className={state === "failed" ? "border-t border-line px-4 py-2 text-critical-text" : "sr-only"}>
        {state === "failed" && "The search failed. Pages and spaces are still listed."}
        {state === "searching" && "Searching"}
      </p>
    </Command>
  );
}

/** Pages, spaces, tokens and actions by name. */
export default function CommandPalette(props: CommandPaletteProps) {
  return (
    <Dialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fade fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className={POPUP}>
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Palette {...props} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
