"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { Callout } from "@/components/ui/callout";

/** Shorter than this a navigation shows nothing, in ms. */
const PAUSE_MS = 80;
/** After this a navigation is taken for abandoned, in ms. */
const MAX_MS = 20_000;

/** The link of a plain click to another page of ours, or null. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || link.target || link.origin !== window.location.origin) return null;
  const { pathname, search } = window.location;
  return link.pathname === pathname && link.search === search ? null : link;
}

/**
 * A bar at the top of the page while a navigation takes longer than an instant. Offline, a message in place of the
 * navigation, which would end in the browser's error page.
 */
export function NavigationProgress() {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const here = `${pathname}?${search}`;
  // The page that was left. The bar is shown while it is still the current one.
  const [left, setLeft] = useState<string | null>(null);
  // A navigation was refused because the browser is offline. No toast: its code may not be loaded yet.
  const [offline, setOffline] = useState(false);

  useEffect(() => {
    const onOnline = () => setOffline(false);
    window.addEventListener("online", onOnline);
    return () => window.removeEventListener("online", onOnline);
  }, []);

  useEffect(() => {
    let timer: number | undefined;
    function onClick(event: MouseEvent) {
      const link = linkOf(event);
      if (!link) return;
      if (!navigator.onLine) {
        event.preventDefault();
        event.stopPropagation();
        setOffline(true);
        return;
      }
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        setLeft(here);
        timer = window.setTimeout(() => setLeft(null), MAX_MS);
      }, PAUSE_MS);
    }
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener("click", onClick, { capture: true });
      // The navigation has ended. The page that was left may come back.
      setLeft(null);
    };
  }, [here]);

  if (offline)
    return (
      <div role="alert" className="fixed inset-x-4 top-4 z-60 mx-auto max-w-md shadow-float">
        <Callout tone="caution">You are offline. Try again when you are connected.</Callout>
      </div>
    );
  if (left !== here) return null;
  return (
    // A live region: it is announced, and belongs to no landmark.
    <div role="status" className="fixed inset-x-0 top-0 z-60 h-0.5 overflow-hidden">
      <div
        role="progressbar"
        aria-label="Loading the page"
        className="h-full w-full animate-pulse bg-accent motion-reduce:animate-none forced-colors:bg-[Highlight]"
      />
    </div>
  );
}
