import { beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "./testing/call";
import { cellsOf, expected, type MatrixCell } from "./testing/matrix";
import { OPERATIONS, type Operation } from "./testing/operations";
import { createWorld, type World } from "./testing/world";

useTestDatabase();

let shared: World;
beforeAll(async () => {
  shared = await createWorld();
});

const STATUS = { insufficient_scope: 403, permission_not_grantable: 403, not_found: 404 } as const;

async function outcome({
  operation,
  permission,
  reach,
  place,
}: MatrixCell): Promise<{ status: number; code: unknown }> {
  const world = operation.fatal ? await createWorld() : shared;
  const { method, path, ...sent } = await operation.request(world.places[place]);
  const response = await call(method, path, { ...sent, token: world.secret(permission, reach) });
  const code = response.status >= 400 ? ((await response.json()) as { code: unknown }).code : null;
  return { status: response.status, code };
}

const wanted = (cell: MatrixCell) => {
  const says = expected(cell);
  return says === "allowed" ? { status: cell.operation.success, code: null } : { status: STATUS[says], code: says };
};

describe("every cell of the permission table over REST", () => {
  test.each(OPERATIONS.map((operation): [string, Operation] => [operation.name, operation]))(
    "%s",
    async (_name, operation) => {
      for (const cell of cellsOf([operation])) {
        const { permission, reach, place } = cell;
        expect({ permission, reach, place, ...(await outcome(cell)) }).toEqual({
          permission,
          reach,
          place,
          ...wanted(cell),
        });
      }
    },
    120_000,
  );
});
