import { expect, test } from "vitest";
import { refusalOf } from "@/components/forms/submitted";
import { errorsOfResult } from "@/components/ui/form-errors";
import { failureText } from "@/lib/platform/result/failure-text";
import { fail, type Failure } from "@/lib/platform/result/result";
import { TOKEN_TEXTS } from "./failure-texts";

const textOf = (failure: Failure) => failureText(failure, TOKEN_TEXTS);

test("a taken name is explained", () => {
  expect(textOf(fail("name_taken", { field: "name" }))).toContain("already has this name");
});

test("a permission that one cannot grant is named, and who can", () => {
  expect(textOf(fail("permission_not_grantable", { field: "permissions", detail: { beyond: ["owner"] } }))).toBe(
    "You cannot grant Owner. A Super Admin can.",
  );
});

test("what the parent of a child token cannot grant is named", () => {
  const text = (field: string, detail = {}) => textOf(fail("exceeds_parent", { field, detail }));
  expect(text("grants")).toBe("The parent token cannot grant scopes of APIs.");
  expect(text("subject")).toBe("A child token keeps the subject of its parent.");
  expect(text("permissions", { beyond: ["owner"] })).toBe("The parent token cannot grant Owner.");
  expect(text("expiration", { latest: "2026-12-24T12:00:00.000Z" })).toContain("24 Dec 2026 at the latest");
});

test("the policy's latest day is named", () => {
  const failure = fail("expiration_too_late", { field: "expiration", detail: { latest: "2026-12-24T12:00:00.000Z" } });
  expect(textOf(failure)).toContain("24 Dec 2026 at the latest");
});

test("who was faster to delete it is named", () => {
  expect(textOf(fail("already_revoked", { detail: { revokedBy: "Grace Hopper" } }))).toMatch(
    /^Grace Hopper has already deleted/,
  );
});

test("an unexpected error shows its reference", () => {
  expect(textOf(fail("unavailable", { detail: { reference: "ab12" } }))).toContain("ab12");
});

test("each wrong field of a form about tokens has its message", () => {
  const fields = { name: "Enter a name.", description: "Use at most 1000 characters." };
  expect(errorsOfResult(refusalOf(fail("invalid_input", { fields }), TOKEN_TEXTS)).errors).toEqual(fields);
});
