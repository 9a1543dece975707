import SchemaBuilder from "@pothos/core";
import type { TokenActor } from "../access/authorization/actor";

/** What resolvers know of the request. */
export interface GraphqlContext {
  readonly actor: TokenActor;
  /** The request's id, under which the log has what an answer leaves out. */
  readonly requestId: string;
  /** What was asked already during this request, so that nested fields ask once. */
  readonly asked: Map<string, Promise<unknown>>;
  /** How many fields of lists were resolved so far. */
  fields: number;
}

/** Pothos without plugins: the functions of lib authorize and query (docs/decisions/0018-graphql-over-the-same-functions.md). */
export const builder = new SchemaBuilder<{ Context: GraphqlContext; DefaultFieldNullability: false }>({
  defaultFieldNullability: false,
});

builder.queryType();
builder.mutationType();

/** The answer to a question that is asked once per request, however often a document repeats it. */
export function once<T>({ asked }: GraphqlContext, question: string, ask: () => Promise<T>): Promise<T> {
  const known = asked.get(question);
  if (known) return known as Promise<T>;
  const answer = ask();
  asked.set(question, answer);
  return answer;
}
