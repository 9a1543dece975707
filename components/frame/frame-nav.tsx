import {
  BadgeCheck,
  BookOpen,
  Box,
  ChartColumn,
  ClipboardCheck,
  FileQuestion,
  KeyRound,
  LayoutGrid,
  Plug,
  ScrollText,
  ShieldX,
  Server,
  Settings,
  Users,
} from "lucide-react";
import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { ADMIN_PAGES, type AdminIcon } from "./admin-pages";
import { NAV_ROW, NAV_ROW_OTHER } from "./nav-row";
import { NavLink } from "./nav-link";
import { NavSection } from "./nav-section";
import { REFERENCE_PAGES } from "./reference-pages";
import { OrganizationSwitcher } from "./organization-switcher";
import { type SpaceIcon, spacePages } from "./space-pages";
import type { FrameCurrentSpace, FrameNavigation, FrameSpace } from "./types";
import { UserMenu } from "./user-menu";
import { BrandMark } from "./brand-mark";

function Brand() {
  return (
    <Link href="/" className="inline-flex items-center gap-2 rounded-md text-base font-semibold tracking-tight">
      <BrandMark />
      Latchkey
    </Link>
  );
}

const SPACES_SHOWN = 12;

const ICON: Record<AdminIcon, typeof Box> = {
  tokens: KeyRound,
  apis: Plug,
  spaces: LayoutGrid,
  members: Users,
  audit: ScrollText,
  advice: BadgeCheck,
  denials: ShieldX,
  usage: ChartColumn,
  settings: Settings,
};

const SPACE_ICON: Record<SpaceIcon, typeof Box> = {
  policies: ClipboardCheck,
  querypacks: FileQuestion,
  assets: Server,
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

function SpaceLink({ space, current }: { space: FrameSpace; current: FrameCurrentSpace | undefined }) {
  const href = `/spaces/${space.id}`;
  return (
    <li>
      <NavLink exact href={href} label={space.name} icon={<Box aria-hidden />} />
      {current && (
        <ul className="mt-0.5 grid grid-cols-1 gap-0.5 pl-6">
          {spacePages(current).map(({ path, label, icon }) => {
            const Icon = SPACE_ICON[icon];
            return (
              <li key={path}>
                <NavLink href={`${href}/${path}`} label={label} of={space.name} icon={<Icon aria-hidden />} />
              </li>
            );
          })}
        </ul>
      )}
    </li>
  );
}

/** The first spaces by name, and always the space of the current page. */
function shownSpaces(spaces: readonly FrameSpace[], current: FrameSpace | undefined): FrameSpace[] {
  const first = spaces.slice(0, SPACES_SHOWN);
  return current && !first.some(({ id }) => id === current.id) ? [...first, current] : first;
}

function SpaceLinks({ spaces, space: current }: Pick<FrameNavigation, "spaces" | "space">) {
  return (
    <NavSection title="Spaces">
      {shownSpaces(spaces, current).map((space) => (
        <SpaceLink key={space.id} space={space} current={space.id === current?.id ? current : undefined} />
      ))}
      <li>
        <NavLink href="/" label="All spaces" icon={<LayoutGrid aria-hidden />} />
      </li>
    </NavSection>
  );
}

/** Plain links: these pages are not drawn by the console. */
function ReferenceLinks() {
  return (
    <NavSection title="Reference">
      {REFERENCE_PAGES.map(({ href, label }) => (
        <li key={href}>
          <a href={href} className={cn(NAV_ROW, NAV_ROW_OTHER)}>
            <BookOpen aria-hidden />
            {label}
          </a>
        </li>
      ))}
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
          <SpaceLinks spaces={props.spaces} space={props.space} />
          <ReferenceLinks />
        </div>
      </nav>
      <div className="border-t border-line p-2">
        <UserMenu {...props} />
      </div>
    </div>
  );
}
