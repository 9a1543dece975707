import type { Theme } from "@/components/theme/theme";
import type { Crumb } from "@/components/ui/breadcrumbs";

export interface FrameUser {
  name: string;
  email: string;
}

export interface FrameOrganization {
  id: string;
  name: string;
  code: string;
}

export interface FrameSpace {
  id: string;
  name: string;
}

/** The space that the page is about: its own links stand on top. */
export interface FrameCurrentSpace extends FrameSpace {
  /** Whether the user sees its settings. */
  canManage: boolean;
}

export interface PaletteEntry {
  id: string;
  label: string;
  href: string;
  /** The heading it stands under: "API tokens". */
  group: string;
  /** A few words after the label: a hint, a scope. */
  hint?: string;
}

/** What the frame needs to draw the navigation. */
export interface FrameNavigation {
  user: FrameUser;
  organization: FrameOrganization;
  /** Every organization of the user; with more than one there is a switcher. */
  organizations: readonly FrameOrganization[];
  spaces: readonly FrameSpace[];
  space?: FrameCurrentSpace | undefined;
  canAdminister: boolean;
  theme: Theme;
  /** Server action behind "Sign out". */
  signOutAction: () => Promise<void>;
  /** Server action of the switcher; receives `organizationId`. */
  switchOrganizationAction?: (values: FormData) => Promise<void>;
}

export interface FramePalette {
  /** Server action that finds tokens and whatever else is not in the navigation. */
  search?: ((query: string) => Promise<PaletteEntry[]>) | undefined;
  /** Extra actions, such as "Create API Token". */
  commands?: readonly PaletteEntry[];
}

export type { Crumb };
