"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import { useEffect } from "react";
import { useDatabaseRetry } from "@/components/frame/use-database-retry";
import { buttonStyle } from "@/components/ui/button-style";
import { FailedState } from "@/components/ui/failed-state";
import { ReloadButton } from "@/components/ui/reload-button";

/** The digest under which the server logged an error, if any. */
function errorReference(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("digest" in error)) return undefined;
  return typeof error.digest === "string" ? error.digest : undefined;
}

/** Shown after a form was sent from a page of another version. */
function Updated() {
  return (
    <main className="mx-auto w-full max-w-[75rem] px-4 py-8 sm:px-6">
      <FailedState level={1} title="Latchkey was updated" action={<ReloadButton />}>
        This page was opened before that, and what you sent was not done. Reload the page, then repeat it.
      </FailedState>
    </main>
  );
}

/** Shown in place of a page that could not be rendered. The frame stays. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);

  const isDatabaseAway = useDatabaseRetry(retry);
  if (unstable_isUnrecognizedActionError(error)) return <Updated />;

  return (
    <main className="mx-auto w-full max-w-[75rem] px-4 py-8 sm:px-6">
      <FailedState
        level={1}
        title={isDatabaseAway ? "The database is not available" : "This page could not be shown"}
        reference={errorReference(error)}
        action={
          <button type="button" className={buttonStyle("primary")} onClick={retry}>
            Try again
          </button>
        }
      >
        {isDatabaseAway
          ? "Latchkey is running, but it cannot use its database now. This page tries again every 5 seconds."
          : "Something went wrong on our side. If you had just sent a form, " +
            "check whether it was saved before you send it again."}
      </FailedState>
    </main>
  );
}
