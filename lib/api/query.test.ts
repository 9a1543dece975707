import { beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { db } from "../platform/db";
import { call } from "./testing/call";
import { createWorld, type World } from "./testing/world";

useTestDatabase();

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  token = world.secret("owner", "organization");
});

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

test("every REST operation refuses a query parameter that it does not know, and names it", async () => {
  const { paths } = (await (await call("GET", "/api/v1/openapi.json")).json()) as Description;
  const operations = Object.entries(paths)
    .filter(([path]) => path.startsWith("/api/v1/") && path !== "/api/v1/forward-auth")
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => [method.toUpperCase(), path] as const));
  expect(operations.length).toBeGreaterThan(30);
  for (const [method, path] of operations) {
    const answer = await call(method, `${path.replaceAll(/{\w+}/g, "x")}?permision=owner`, { token });
    const problem = (await answer.json()) as object;
    expect([method, path, answer.status, problem]).toMatchObject([
      method,
      path,
      400,
      {
        code: "invalid_request",
        errors: expect.arrayContaining([expect.objectContaining({ field: "permision" })]) as object[],
      },
    ]);
  }
  expect(await db().organization.count({ where: { id: world.places.own.organizationId } })).toBe(1);
});

describe("OAuth endpoints ignore parameters that they do not know (RFC 6749 section 3.2):", () => {
  test.each(["/oauth/introspect", "/oauth/revoke"])("%s", async (path) => {
    const answer = await call("POST", `${path}?unknown=1`, {
      token: world.secret("verifier", "organization"),
      body: "token=x&unknown=1",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(answer.status).toBe(200);
  });
});
