import { beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "../api/testing/call";
import { cellsOf, expected, type MatrixCell } from "../api/testing/matrix";
import { OPERATIONS, type Operation } from "../api/testing/operations";
import { createWorld, type World } from "../api/testing/world";
import { schema } from "./schema";
import { GRAPHQL_OPERATIONS, type GraphqlOperation } from "./testing/operations";

useTestDatabase();

let shared: World;
beforeAll(async () => {
  shared = await createWorld();
});

const worldFor = async ({ fatal }: { fatal?: boolean }) => (fatal ? createWorld() : shared);

/** The cells of a GraphQL operation are those of a REST operation with the same action and target. */
const cellsOfGraphql = ({ name, action, of, fatal = false, issuer }: GraphqlOperation): MatrixCell[] =>
  cellsOf([
    { name, action, of, fatal, ...(issuer ? { issuer } : {}), success: 200, request: () => ({ method: "", path: "" }) },
  ]);

async function overGraphql(operation: GraphqlOperation, { permission, reach, place }: MatrixCell): Promise<string> {
  const world = await worldFor(operation);
  const body = await operation.document(world.places[place]);
  const response = await call("POST", "/api/graphql", { token: world.secret(permission, reach), body });
  expect(response.status).toBe(200);
  const { data, errors } = (await response.json()) as {
    data?: Record<string, unknown> | null;
    errors?: { extensions: { code: string } }[];
  };
  if (!errors) return Object.values(data ?? {})[0] === null ? "null" : "allowed";
  expect(data === null || Object.values(data ?? {}).every((value) => value === null)).toBe(true);
  return errors.map(({ extensions }) => extensions.code).join();
}

async function overRest(operation: Operation, { permission, reach, place }: MatrixCell): Promise<string> {
  const world = await worldFor(operation);
  const { method, path, ...sent } = await operation.request(world.places[place]);
  const response = await call(method, path, { ...sent, token: world.secret(permission, reach) });
  return response.status < 400 ? "allowed" : ((await response.json()) as { code: string }).code;
}

describe("every cell of the permission table over GraphQL, compared with REST", () => {
  test.each(GRAPHQL_OPERATIONS.map((operation): [string, GraphqlOperation] => [operation.name, operation]))(
    "%s",
    async (_name, operation) => {
      const rest = OPERATIONS.find(({ name }) => name === operation.rest);
      expect(rest?.name).toBe(operation.rest);
      for (const cell of cellsOfGraphql(operation)) {
        const { permission, reach, place } = cell;
        const says = expected(cell);
        const answers = { graphql: await overGraphql(operation, cell), rest: rest ? await overRest(rest, cell) : says };
        expect({ permission, reach, place, ...answers }).toEqual({
          permission,
          reach,
          place,
          graphql: says,
          rest: says,
        });
      }
    },
    180_000,
  );
});

test("no root field is missing from the table", () => {
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  );
  const tried = new Set(GRAPHQL_OPERATIONS.map(({ name }) => name.split(" ")[0]));
  expect(fields.filter((field) => !tried.has(field))).toEqual(["createOrganization"]);
});
