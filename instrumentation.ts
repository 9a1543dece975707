import type { Instrumentation } from "next";

/** Runs once per process, before Next answers anything. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NODE_ENV !== "production") return;
  const { logConsole } = await import("./lib/server/console-log");
  logConsole();
}

/** Logs what a page, a route handler or an action threw. The digest is the reference that the page shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logPageError } = await import("./lib/server/log-page-error");
  logPageError(error, request, context);
};
