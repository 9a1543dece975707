import { beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "../api/testing/call";
import { cellsOf, expected, type MatrixCell } from "../api/testing/matrix";
import { OPERATIONS, type Operation } from "../api/testing/operations";
import { SharedCalls } from "../api/testing/shared-calls";
import { createWorld, type World } from "../api/testing/world";
import { schema } from "./schema";
import { GRAPHQL_OPERATIONS, type GraphqlOperation } from "./testing/operations";
import type { TestDocument } from "./testing/operations/operation";

useTestDatabase();

let shared: World;
beforeAll(async () => {
  shared = await createWorld();
});

/** The cells of a GraphQL operation are those of a REST operation with the same action and target. */
const cellsOfGraphql = ({ name, action, of, fatal = false, issuer }: GraphqlOperation): MatrixCell[] =>
  cellsOf([
    { name, action, of, fatal, ...(issuer ? { issuer } : {}), success: 200, request: () => ({ method: "", path: "" }) },
  ]);

async function overGraphql(
  calls: SharedCalls<TestDocument>,
  { permission, reach, place }: MatrixCell,
): Promise<string> {
  const { world, call: body } = await calls.at(place);
  const response = await call("POST", "/api/graphql", { token: world.secret(permission, reach), body });
  expect(response.status).toBe(200);
  const { data, errors } = (await response.json()) as {
    data?: Record<string, unknown> | null;
    errors?: { extensions: { code: string } }[];
  };
  if (!errors) {
    calls.wasAllowed();
    return Object.values(data ?? {})[0] === null ? "null" : "allowed";
  }
  expect(data === null || Object.values(data ?? {}).every((value) => value === null)).toBe(true);
  return errors.map(({ extensions }) => extensions.code).join();
}

describe("every cell of the permission table over GraphQL", () => {
  test.each(GRAPHQL_OPERATIONS.map((operation): [string, GraphqlOperation] => [operation.name, operation]))(
    "%s",
    async (_name, operation) => {
      const calls = new SharedCalls(operation.document, operation.fatal ? null : shared);
      for (const cell of cellsOfGraphql(operation)) {
        const { permission, reach, place } = cell;
        const outcome = await overGraphql(calls, cell);
        expect({ permission, reach, place, outcome }).toEqual({ permission, reach, place, outcome: expected(cell) });
      }
    },
    180_000,
  );
});

test("an operation has the cells of its REST operation, whose outcomes lib/api/matrix.test.ts compares", () => {
  const ruled = ({ action, of, issuer }: Pick<Operation, "action" | "of" | "issuer">) => ({ action, of, issuer });
  for (const { rest, ...operation } of GRAPHQL_OPERATIONS) {
    if (rest === undefined) continue;
    const same = OPERATIONS.find(({ name }) => name === rest);
    expect(same && { rest, ...ruled(same) }).toEqual({ rest, ...ruled(operation) });
  }
});

test("no root field is missing from the table", () => {
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  );
  const tried = new Set(GRAPHQL_OPERATIONS.map(({ name }) => name.split(" ")[0]));
  expect(fields.filter((field) => !tried.has(field))).toEqual(["createOrganization"]);
});
