import { afterAll, beforeAll } from "vitest";
import { closeDatabase } from "../../platform/db";
import { serveApi } from "../../api/testing/serve";
import { seed, type Seeded } from "../../../prisma/seed";

/** The response of a GraphQL request. */
export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, never> | null;
  readonly errors: readonly {
    message: string;
    path?: string[];
    extensions: { code: string; context?: Record<string, unknown>; errors?: { field: string; detail: string }[] };
  }[];
}

/** Serves the API over a seeded database during a test file. Call it after useTestDatabase(). */
export function useGraphql() {
  const state: { seeded?: Seeded; server?: Awaited<ReturnType<typeof serveApi>> } = {};
  beforeAll(async () => {
    state.seeded = await seed();
    state.server = await serveApi();
  });
  afterAll(async () => {
    await state.server?.close();
    await closeDatabase();
  });

  const url = () => state.server?.url ?? "";
  const secretOf = (name: string) => state.seeded?.tokens.find((token) => token.name === name)?.secret ?? name;
  /** Posts a document with the token of that name (or that secret). */
  const ask = async (token: string, query: string, variables?: object, path = "/query"): Promise<GraphqlAnswer> => {
    const headers = { authorization: `Bearer ${secretOf(token)}`, "content-type": "application/json" };
    const response = await fetch(url() + path, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
    const body = (await response.json()) as Pick<GraphqlAnswer, "data" | "errors">;
    return { status: response.status, headers: response.headers, data: body.data ?? null, errors: body.errors ?? [] };
  };
  return { url, secretOf, ask };
}
