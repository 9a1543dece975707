"use client";

import { useEffect } from "react";
import { useDatabaseRetry } from "@/components/frame/use-database-retry";
import { MessagePage } from "@/components/frame/message-page";
import { buttonStyle } from "@/components/ui/button-style";
import "./globals.css";

/** Shown if the layout failed. It replaces the layout, so it renders its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);

  const isDatabaseAway = useDatabaseRetry(retry);

  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Latchkey</title>
        <MessagePage
          title={isDatabaseAway ? "The database is not available" : "Latchkey could not answer"}
          action={
            <button type="button" className={buttonStyle("primary")} onClick={retry}>
              Try again
            </button>
          }
        >
          {isDatabaseAway
            ? "Latchkey is running, but it cannot use its database now. This page tries again every 5 seconds."
            : "The server had a problem. Try again. If it happens again, " +
              "ask the person who runs Latchkey to check its log."}
        </MessagePage>
      </body>
    </html>
  );
}
