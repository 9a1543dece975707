import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { PROBLEMS, type ProblemCode } from "../platform/result/problems";
import { isDatabaseAway } from "../platform/db/errors";
import { logFailure } from "../platform/db/failure-log";

/** The maximum length of the library's messages, which repeat input. */
const MAX_MESSAGE_LENGTH = 300;
const SUGGESTION = / ?Did you mean .*$/s;

/**
 * Formats an error for the client. Our errors already have a code; the library's errors about the document are
 * `invalid_request`; all other errors are only logged, under the request's id.
 */
export function formatted(error: GraphQLError, requestId: string): GraphQLFormattedError {
  const unexpected = causeOf(error);
  if (unexpected !== null) return { ...error.toJSON(), ...masked(unexpected, requestId) };
  const { locations, path } = error.toJSON();
  return {
    message: shortened(error.message),
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: isOurs(error) ? error.extensions : { code: "invalid_request" },
  };
}

function isOurs({ extensions: { code } }: GraphQLError): boolean {
  return typeof code === "string" && code in PROBLEMS;
}

/** The error thrown by a resolver, unless it is a GraphQLError; null if there is none. */
function causeOf(error: GraphQLError): Error | null {
  const { originalError } = error;
  if (!originalError) return null;
  return originalError instanceof GraphQLError ? causeOf(originalError) : originalError;
}

function masked(error: Error, requestId: string): Pick<GraphQLFormattedError, "message" | "extensions"> {
  logFailure(error, "a GraphQL field failed");
  const code: ProblemCode = isDatabaseAway(error) ? "unavailable" : "internal_error";
  return { message: PROBLEMS[code].title, extensions: { code, requestId } };
}

function shortened(message: string): string {
  const plain = message.replace(SUGGESTION, "");
  return plain.length > MAX_MESSAGE_LENGTH ? `${plain.slice(0, MAX_MESSAGE_LENGTH)}…` : plain;
}
