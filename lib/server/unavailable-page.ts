import { messagePage } from "./message-page";

/** After how many seconds the page and clients retry. */
export const RETRY_SECONDS = 5;

/** The page for an unavailable database. */
export function unavailablePage(theme: "light" | "dark" | null): string {
  return messagePage({
    theme,
    title: "The database is not available",
    paragraphs: [
      `Latchkey is running, but its database does not answer. This page tries again every ${RETRY_SECONDS} seconds.`,
      "If you just sent a form, go back to it: your browser may still have what you typed. " +
        "Check whether it was saved before you send it again.",
    ],
    link: "Try again now",
    retrySeconds: RETRY_SECONDS,
  });
}
