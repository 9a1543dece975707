import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { NavDrawerButton } from "./nav-drawer-button";
import { SearchButton } from "./search-button";
import type { Crumb } from "./types";

/** Breadcrumbs and search. */
export function TopBar({ breadcrumbs }: { breadcrumbs: readonly Crumb[] }) {
  return (
    <div className="sticky top-0 z-20 flex h-14 items-center gap-3 border-b border-line bg-canvas px-4 sm:px-6">
      <NavDrawerButton />
      <Breadcrumbs items={breadcrumbs} />
      <SearchButton />
    </div>
  );
}
