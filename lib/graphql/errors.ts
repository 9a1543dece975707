import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { PROBLEMS, type ProblemCode } from "../platform/result/problems";
import { isDatabaseAway } from "../platform/db/errors";
import { logFailure } from "../platform/db/failure-log";

/** Messages of the library repeat what was sent; that much of it. */
const MAX_MESSAGE_LENGTH = 300;
const SUGGESTION = / ?Did you mean .*$/s;

/**
 * An error as the client sees it. Ours have a code already; the library's, about the document, are `invalid_request`;
 * whatever else was thrown is told to the log alone, under the request's id.
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

/** What was thrown in a resolver and is no GraphQLError; null when there is no such thing. */
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
