import { expect, test } from "vitest";
import { apiFieldErrors, atFields, newApi, newApiErrors } from "./api-input";

function form(entries: Readonly<Record<string, string>>): FormData {
  const values = new FormData();
  for (const [name, value] of Object.entries(entries)) values.set(name, value);
  return values;
}

test("empty optional fields are left to the defaults", () => {
  expect(newApi(form({ identifier: "urn:a", name: "A", tokenPrefix: " ", algorithm: "none" }))).toEqual({
    identifier: "urn:a",
    name: "A",
    description: "",
    algorithm: "EdDSA",
    tokenPrefix: null,
    exchangesLimited: false,
    defaults: { lifetimeDays: null, maxLifetimeDays: null, limits: {} },
    scopes: [],
  });
});

test("identifier and name must be given, and lifetimes must be whole days in order", () => {
  expect(newApiErrors(form({}))).toEqual({ identifier: "Enter an identifier.", name: "Enter a name." });
  expect(apiFieldErrors(form({ name: "A", lifetimeDays: "1.5", maxLifetimeDays: "9999" }))).toEqual({
    lifetimeDays: expect.stringContaining("from 1 to 3,650"),
    maxLifetimeDays: expect.stringContaining("from 1 to 3,650"),
  });
  expect(apiFieldErrors(form({ name: "A", lifetimeDays: "31", maxLifetimeDays: "30" }))).toEqual({
    lifetimeDays: "Choose at most the maximum lifetime.",
  });
  expect(apiFieldErrors(form({ name: "A", lifetimeDays: "30", maxLifetimeDays: "30" }))).toEqual({});
});

test("an error of a nested value of the server is shown at its field", () => {
  const text = "Choose at most the maximum lifetime.";
  expect(atFields({ defaults: text, "defaults.lifetimeDays": text, name: "Enter a name." })).toEqual({
    lifetimeDays: text,
    name: "Enter a name.",
  });
  expect(atFields({ defaults: text })).toEqual({ lifetimeDays: text });
  const nested = {
    defaults: "a",
    "defaults.limits": "a",
    "defaults.limits.networks": "a",
    "defaults.limits.networks.1": "b",
  };
  expect(Object.keys(atFields(nested))).toEqual(["networks"]);
});
