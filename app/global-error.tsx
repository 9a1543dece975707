"use client";

import { useEffect } from "react";
import { MessagePage } from "@/components/frame/message-page";
import { buttonStyle } from "@/components/ui/button-style";
import "./globals.css";

/** Shown when even the layout failed; it replaces the layout, and so brings its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);

  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Latchkey</title>
        <MessagePage
          title="Latchkey could not answer"
          action={
            <button type="button" className={buttonStyle("primary")} onClick={retry}>
              Try again
            </button>
          }
        >
          The server had a problem. Nothing was changed. If it stays like this, its log says more.
        </MessagePage>
      </body>
    </html>
  );
}
