import { expect, test } from "vitest";
import { fail } from "@/lib/platform/result/result";
import { refusalOf } from "./refusal";

test("a taken name says so at the name", () => {
  expect(refusalOf(fail("name_taken", { field: "name" }))).toMatchObject({
    field: "name",
    message: expect.stringContaining("already has this name") as string,
  });
});

test("a validation error is shown at its field", () => {
  expect(refusalOf(fail("invalid_input", { fields: { description: "Use at most 1000 characters." } }))).toMatchObject({
    field: "description",
    message: "Use at most 1000 characters.",
  });
});

test("a permission that one cannot grant is named, and who can", () => {
  const refusal = refusalOf(fail("permission_not_grantable", { field: "permissions", detail: { beyond: ["owner"] } }));
  expect(refusal.message).toBe("You cannot grant Owner. A Super Admin can.");
});

test("the policy's latest day is named", () => {
  const refusal = refusalOf(
    fail("expiration_too_late", { field: "expiration", detail: { latest: "2026-12-24T12:00:00.000Z" } }),
  );
  expect(refusal.message).toContain("24 Dec 2026 at the latest");
});

test("who was faster to delete it is named", () => {
  expect(refusalOf(fail("already_revoked", { detail: { revokedBy: "Grace Hopper" } })).message).toMatch(
    /^Grace Hopper has already deleted/,
  );
});

test("an unexpected error shows its reference", () => {
  expect(refusalOf(fail("unavailable", { detail: { reference: "ab12" } })).message).toContain("ab12");
});
