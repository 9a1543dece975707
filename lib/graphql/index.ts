import type { ExecutionResult } from "graphql";
import { createYoga, type GraphQLParams } from "graphql-yoga";
import { LRUCache } from "lru-cache";
import type { TokenActor } from "../access/authorization/actor";
import type { GraphqlContext } from "./builder";
import { formatted } from "./errors";
import { limits } from "./limits";
import { oneOrMany } from "./one-or-many";
import { schema } from "./schema";

export { isUpload } from "./uploads";

/** How many documents are remembered as parsed and found valid, each at most as long as the API app lets in. */
const REMEMBERED = 200;

const remembered = <T extends object>() => new LRUCache<string, T>({ max: REMEMBERED });

/**
 * Yoga without its HTTP: the API app reads the request, authenticates before it does, and writes the answer. Errors
 * are told by formatted(), which knows the request's id, instead of yoga's own masking.
 */
const yoga = createYoga<object, GraphqlContext>({
  schema,
  plugins: [oneOrMany, ...limits],
  maskedErrors: false,
  batching: false,
  graphiql: false,
  landingPage: false,
  logging: false,
  parserAndValidationCache: { documentCache: remembered(), errorCache: remembered(), validationCache: true },
});

/** A request that was authenticated. */
export interface GraphqlRequest {
  readonly params: GraphQLParams;
  readonly request: Request;
  readonly actor: TokenActor;
  readonly requestId: string;
}

/** Runs one document. What the caller did wrong is in `errors`, each with a code. */
export async function runGraphql({ params, request, actor, requestId }: GraphqlRequest): Promise<ExecutionResult> {
  const context: GraphqlContext = { actor, requestId, asked: new Map() };
  const result = (await yoga.getResultForParams({ params, request }, context)) as ExecutionResult;
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => formatted(error, requestId)) as never };
}
