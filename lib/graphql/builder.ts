import SchemaBuilder from "@pothos/core";
import type { TokenActor } from "../access/authorization/actor";

/** The context of resolvers. */
export interface GraphqlContext {
  readonly actor: TokenActor;
  /** The request's id, under which internal errors are logged. */
  readonly requestId: string;
  /** Queries that this request has already made, so that nested fields share them. */
  readonly asked: Map<string, Promise<unknown>>;
  /** How many fields of lists were resolved so far. */
  fields: number;
}

/**
 * Pothos without plugins: the functions of lib authorize and query
 * (docs/decisions/0018-graphql-over-the-same-functions.md).
 */
export const builder = new SchemaBuilder<{ Context: GraphqlContext; DefaultFieldNullability: false }>({
  defaultFieldNullability: false,
});

builder.queryType();
builder.mutationType();

/** The result of a query that runs once per request, however often a document repeats it. */
export function once<T>({ asked }: GraphqlContext, question: string, ask: () => Promise<T>): Promise<T> {
  const known = asked.get(question);
  if (known) return known as Promise<T>;
  const answer = ask();
  asked.set(question, answer);
  return answer;
}
