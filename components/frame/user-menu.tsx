import { ChevronsUpDown, LogOut, ShieldCheck, UserRound } from "lucide-react";
import Link from "next/link";
import { ThemeSwitch } from "@/components/theme/theme-switch";
import { Avatar } from "@/components/ui/avatar";
import { DetailsMenu } from "./details-menu";
import { menuRow } from "@/components/ui/menu-row";
import type { FrameNavigation } from "./types";

function Who({ name, email }: { name: string; email: string }) {
  return (
    <div className="mb-1 border-b border-line px-2 pt-1.5 pb-2">
      <p className="truncate font-medium">{name}</p>
      <p className="truncate text-xs text-muted">{email}</p>
    </div>
  );
}

/** The user's avatar at the foot of the navigation, and what it opens. Works without scripts. */
export function UserMenu({ user, canAdminister, theme, signOutAction }: FrameNavigation) {
  return (
    <DetailsMenu
      up
      button={
        <>
          <Avatar name={user.name} />
          <span className="min-w-0 flex-1 truncate text-left font-medium">
            <span className="sr-only">User menu: </span>
            {user.name}
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </>
      }
    >
      <Who {...user} />
      {canAdminister && (
        <Link href="/admin" className={menuRow()}>
          <ShieldCheck aria-hidden />
          Go to Admin dashboard
        </Link>
      )}
      <Link href="/account" className={menuRow()}>
        <UserRound aria-hidden />
        My account
      </Link>
      <div className="needs-script my-1 border-y border-line px-2 py-1.5">
        <ThemeSwitch theme={theme} />
      </div>
      <form action={signOutAction}>
        <button type="submit" className={menuRow()}>
          <LogOut aria-hidden />
          Sign out
        </button>
      </form>
    </DetailsMenu>
  );
}
