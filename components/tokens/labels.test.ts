import { expect, test } from "vitest";
import { calledWith, spaceAccessName } from "./labels";

const GRANTS = [{ api: "urn:acme:billing", scopes: ["read"] }];

test("a token without permissions is not said to reach spaces", () => {
  expect(spaceAccessName({ permissions: [], space: null })).toBe("No spaces");
  expect(spaceAccessName({ permissions: ["viewer"], space: null })).toBe("All spaces");
  expect(spaceAccessName({ permissions: ["viewer"], space: { id: "mars", name: "Mars" } })).toBe("Mars");
});

test("what ends with a token is what it lets programs call", () => {
  expect(calledWith({ permissions: ["viewer"], grants: [] })).toBe("Latchkey");
  expect(calledWith({ permissions: [], grants: GRANTS })).toBe("your APIs");
  expect(calledWith({ permissions: ["viewer"], grants: GRANTS })).toBe("Latchkey and your APIs");
});
