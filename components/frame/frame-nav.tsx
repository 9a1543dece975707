import { Box, KeyRound, LayoutGrid, ScrollText, Settings, Users } from "lucide-react";
import { ADMIN_PAGES, type AdminIcon } from "./admin-pages";
import { Brand } from "./brand";
import { NavLink } from "./nav-link";
import { NavSection } from "./nav-section";
import { OrganizationSwitcher } from "./organization-switcher";
import type { FrameNavigation, FrameSpace } from "./types";
import { UserMenu } from "./user-menu";

const SPACES_SHOWN = 12;

const ICON: Record<AdminIcon, typeof Box> = {
  tokens: KeyRound,
  spaces: LayoutGrid,
  members: Users,
  audit: ScrollText,
  settings: Settings,
};

function AdminLinks() {
  return (
    <NavSection title="Admin">
      {ADMIN_PAGES.map(({ href, label, icon }) => {
        const Icon = ICON[icon];
        return (
          <li key={href}>
            <NavLink href={href} label={label} icon={<Icon aria-hidden />} />
          </li>
        );
      })}
    </NavSection>
  );
}

function SpaceLinks({ spaces }: { spaces: readonly FrameSpace[] }) {
  return (
    <NavSection title="Spaces">
      {spaces.slice(0, SPACES_SHOWN).map((space) => (
        <li key={space.id}>
          <NavLink href={`/spaces/${space.id}`} label={space.name} icon={<Box aria-hidden />} />
        </li>
      ))}
      <li>
        <NavLink
          href="/"
          label={spaces.length > SPACES_SHOWN ? `All ${spaces.length} spaces` : "All spaces"}
          icon={<LayoutGrid aria-hidden />}
        />
      </li>
    </NavSection>
  );
}

/** The whole left column: brand, organization, links, and the user at its foot. */
export function FrameNav(props: FrameNavigation) {
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center px-4">
        <Brand />
      </div>
      <div className="px-2 pb-2">
        <OrganizationSwitcher {...props} />
      </div>
      <nav aria-label="Main" className="flex-1 overflow-y-auto px-2 py-2">
        <div className="grid grid-cols-1 gap-6">
          {props.canAdminister && <AdminLinks />}
          <SpaceLinks spaces={props.spaces} />
        </div>
      </nav>
      <div className="border-t border-line p-2">
        <UserMenu {...props} />
      </div>
    </div>
  );
}
