import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from "graphql";
import { createYoga, type GraphQLParams } from "graphql-yoga";
import { LRUCache } from "lru-cache";
import type { TokenActor } from "../access/authorization/actor";
import type { GraphqlContext } from "./builder";
import { formatted } from "./errors";
import { documentLimits } from "./document-limits";
import { oneOrMany } from "./one-or-many";
import { schema } from "./schema";
import { turnToRead } from "./turns";
import { writeAnswer } from "./write-answer";
import { EnvelopArmorPlugin } from "@escape.tech/graphql-armor";
import { costLimit } from "./cost";

/** The limits of a document. Depth counts nested fields. */
const LIMITS = { depth: 15, aliases: 30, directives: 20, tokens: 2_000 };

/**
 * The limits as plugins of yoga. The cost is our own plugin: the library's counts `first: 10000` as ten thousand, and
 * variables as one. Its depth ignores introspection, which a rule of graphql-js and our cost limit.
 */
const limits = [
  EnvelopArmorPlugin({
    maxDepth: { n: LIMITS.depth, ignoreIntrospection: true },
    maxAliases: { n: LIMITS.aliases },
    maxDirectives: { n: LIMITS.directives },
    maxTokens: { n: LIMITS.tokens },
    costLimit: { enabled: false },
  }),
  costLimit,
];

export { isUpload } from "./uploads";

/** How many parsed and validated documents are cached. The API app limits their length. */
const REMEMBERED = 200;

const remembered = <T extends object>() => new LRUCache<string, T>({ max: REMEMBERED });

/**
 * Yoga without its HTTP layer: the API app authenticates, reads the request, and writes the response. formatted()
 * formats errors with the request's id, in place of yoga's masking.
 */
const yoga = createYoga<object, GraphqlContext>({
  schema,
  plugins: [documentLimits, oneOrMany, ...limits],
  maskedErrors: false,
  batching: false,
  graphiql: false,
  landingPage: false,
  logging: false,
  parserAndValidationCache: { documentCache: remembered(), errorCache: remembered(), validationCache: true },
});

/** An authenticated request. */
export interface GraphqlRequest {
  readonly params: GraphQLParams;
  readonly request: Request;
  readonly actor: TokenActor;
  readonly requestId: string;
}

/** The largest answer, in bytes: the largest bundle, were each of its characters written as two, and more. */
const MAX_ANSWER_BYTES = 12 * 1024 * 1024;

/**
 * Runs one document; its answer as JSON in UTF-8. What the caller did wrong is in `errors`, each with a code. Reading
 * the document, resolving lists and writing the answer take turns with everything else that the process does
 * (docs/decisions/0042-graphql-in-turns.md).
 */
export async function runGraphql({ params, request, actor, requestId }: GraphqlRequest): Promise<Buffer<ArrayBuffer>> {
  await turnToRead(params.query?.length ?? 0);
  const context: GraphqlContext = { actor, requestId, asked: new Map(), fields: 0 };
  const result = (await yoga.getResultForParams({ params, request }, context)) as ExecutionResult;
  const errors = result.errors?.map((error) => formatted(error, requestId));
  const answer = errors ? { ...result, errors } : result;
  return (
    (await writeAnswer(answer, MAX_ANSWER_BYTES)) ?? Buffer.from(JSON.stringify({ errors: [tooLarge(requestId)] }))
  );
}

/** The document may have been a mutation, so that this never sounds as if nothing had happened. */
function tooLarge(requestId: string): GraphQLFormattedError {
  const message = `The document ran, but its answer has more than ${MAX_ANSWER_BYTES} bytes. Ask for less at once.`;
  return formatted(new GraphQLError(message), requestId);
}
