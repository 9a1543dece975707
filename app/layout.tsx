import { CSPProvider } from "@base-ui/react/csp-provider";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { parseTheme, THEME_COOKIE, themeAttribute } from "@/components/theme/theme";
import { ClockProvider } from "@/components/ui/clock";
import { LiveTimes } from "@/components/ui/live-times";
import { Toaster } from "@/components/ui/toaster";
import { TooltipLayer } from "@/components/ui/tooltip-layer";
import { ANNOUNCER_ID } from "@/components/ui/announce";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Latchkey", template: "%s · Latchkey" },
  description: "The self-hosted home for API tokens.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0d0d0f" },
  ],
};

/** Reading the request makes every page dynamic, which the nonces of the CSP need. */
async function readRequest() {
  const [headerList, jar] = await Promise.all([headers(), cookies()]);
  return {
    nonce: headerList.get("x-nonce") ?? undefined,
    theme: parseTheme(jar.get(THEME_COOKIE)?.value),
    now: Date.now(),
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { nonce, theme, now } = await readRequest();
  return (
    <html lang="en" data-theme={themeAttribute(theme)} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <CSPProvider nonce={nonce} disableStyleElements>
          <ClockProvider now={now}>{children}</ClockProvider>
          <Toaster />
        </CSPProvider>
        <TooltipLayer />
        <LiveTimes />
        <Announcer />
      </body>
    </html>
  );
}

/** The live region that `announce` writes to. Rendered once, by the root layout. */
function Announcer() {
  return <div id={ANNOUNCER_ID} role="status" aria-live="polite" className="sr-only" />;
}
