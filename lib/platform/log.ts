import pino from "pino";
import { processWide } from "./process-wide";
import { currentRequest } from "./request-context";

/**
 * Keys whose values never reach a log line. Credentials are not logged in the first place; this is a second line of
 * defense.
 */
const REDACTED = ["authorization", "cookie", "password", "secret", "token", "setupCode"].flatMap((key) => [
  key,
  `*.${key}`,
  `*.*.${key}`,
]);

/**
 * The operator's log: JSON lines on standard output. Every line that a request causes names its id and its route.
 * Messages for users are separate texts.
 */
export const log = processWide("log", () =>
  pino({
    level: process.env.LOG_LEVEL || "info",
    base: null,
    mixin: requestFields,
    redact: { paths: REDACTED, censor: "[redacted]" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  }),
);

function requestFields(): object {
  const request = currentRequest();
  return request ? { requestId: request.id, route: request.route } : {};
}
