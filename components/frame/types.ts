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

/** The space of the current page. Its links come first. */
export interface FrameCurrentSpace extends FrameSpace {
  /** Whether the user sees its settings. */
  canManage: boolean;
}

export interface PaletteEntry {
  id: string;
  label: string;
  href: string;
  /** The group's heading: "API tokens". */
  group: string;
  /** A few words after the label: a hint, a scope. */
  hint?: string;
}

/** The data of the navigation. */
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
  /**
   * Server action that finds tokens and other entries that are not in the navigation. Null if the search was refused.
   */
  search?: ((query: string) => Promise<PaletteEntry[] | null>) | undefined;
  /** Extra actions, such as "Create API Token". */
  commands?: readonly PaletteEntry[];
}

export type { Crumb };
