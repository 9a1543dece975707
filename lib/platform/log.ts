import pino from "pino";
import { processWide } from "./process-wide";

/** Paths that never reach a log line, wherever they stand. Credentials are not logged in the first place; this is the net below. */
const REDACTED = ["authorization", "cookie", "password", "secret", "token", "setupCode"].flatMap((key) => [
  key,
  `*.${key}`,
  `*.*.${key}`,
]);

/** The operator's log: JSON lines on standard output, for operators only; what a user reads is another text. */
export const log = processWide("log", () =>
  pino({
    level: process.env.LOG_LEVEL || "info",
    base: null,
    redact: { paths: REDACTED, censor: "[redacted]" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  }),
);
