import { beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "./testing/call";
import { cellsOf, expected, type MatrixCell } from "./testing/matrix";
import { OPERATIONS, type Operation } from "./testing/operations";
import type { TestRequest } from "./testing/operations/operation";
import { SharedCalls } from "./testing/shared-calls";
import { createWorld, type World } from "./testing/world";

useTestDatabase();

let shared: World;
beforeAll(async () => {
  shared = await createWorld();
});

const STATUS = { insufficient_scope: 403, permission_not_grantable: 403, not_found: 404 } as const;

async function outcome(
  calls: SharedCalls<TestRequest>,
  { permission, reach, place }: MatrixCell,
): Promise<{ status: number; code: unknown }> {
  const { world, call: request } = await calls.at(place);
  const { method, path, ...sent } = request;
  const response = await call(method, path, { ...sent, token: world.secret(permission, reach) });
  if (response.status < 400) {
    calls.wasAllowed();
    return { status: response.status, code: null };
  }
  return { status: response.status, code: ((await response.json()) as { code: unknown }).code };
}

const wanted = (cell: MatrixCell) => {
  const says = expected(cell);
  return says === "allowed" ? { status: cell.operation.success, code: null } : { status: STATUS[says], code: says };
};

describe("every cell of the permission table over REST", () => {
  test.each(OPERATIONS.map((operation): [string, Operation] => [operation.name, operation]))(
    "%s",
    async (_name, operation) => {
      const calls = new SharedCalls(operation.request, operation.fatal ? null : shared);
      for (const cell of cellsOf([operation])) {
        const { permission, reach, place } = cell;
        expect({ permission, reach, place, ...(await outcome(calls, cell)) }).toEqual({
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
