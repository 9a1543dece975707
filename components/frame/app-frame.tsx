import { type ReactNode, Suspense } from "react";
import { FrameNav } from "./frame-nav";
import { FrameStateProvider } from "./frame-state";
import { NavDrawer } from "./nav-drawer";
import { NavigationProgress } from "./navigation-progress";
import { Page } from "./page";
import { PaletteHost } from "./palette-host";
import { SkipLink } from "./skip-link";
import type { Crumb, FrameNavigation, FramePalette } from "./types";

export interface AppFrameProps extends FrameNavigation, FramePalette {
  /**
   * With breadcrumbs the frame renders the top bar and the content column around `children`.
   * A layout omits them, and each of its pages renders its own <Page breadcrumbs>.
   */
  breadcrumbs?: readonly Crumb[];
  children: ReactNode;
}

/** The frame of every signed-in page. */
export function AppFrame({ breadcrumbs, children, search, commands, ...navigation }: AppFrameProps) {
  return (
    <FrameStateProvider>
      <SkipLink />
      <Suspense fallback={null}>
        <NavigationProgress />
      </Suspense>
      <div className="md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
        <aside className="sticky top-0 h-dvh border-r border-line bg-subtle max-md:hidden">
          <FrameNav {...navigation} />
        </aside>
        <div className="flex min-h-dvh min-w-0 flex-col">
          {breadcrumbs ? <Page breadcrumbs={breadcrumbs}>{children}</Page> : children}
        </div>
      </div>
      <NavDrawer>
        <FrameNav {...navigation} />
      </NavDrawer>
      <PaletteHost
        spaces={navigation.spaces}
        canAdminister={navigation.canAdminister}
        signOutAction={navigation.signOutAction}
        search={search}
        commands={commands}
      />
    </FrameStateProvider>
  );
}
