import { expect, test } from "vitest";
import { errorsAfterBlur, errorsOfResult } from "./form-errors";

test("leaving a field changes that field's message and no other", () => {
  const before = { name: "Enter a name.", email: "Enter an email." };
  expect(errorsAfterBlur(before, "name", { password: "Too short." })).toEqual({
    email: "Enter an email.",
  });
  expect(errorsAfterBlur({}, "name", { name: "Enter a name.", email: "x" })).toEqual({
    name: "Enter a name.",
  });
});

test("a failure with a field is shown at the field", () => {
  const result = { ok: false, reason: "name_taken", field: "name", message: "Taken." };
  expect(errorsOfResult(result)).toEqual({ errors: { name: "Taken." }, formError: undefined });
});

test("a failure without a field is shown above the form, with a default message if it has none", () => {
  expect(errorsOfResult({ ok: false })).toEqual({
    errors: {},
    formError: "That did not work. Reload the page and check before you try again.",
  });
});

test("success clears everything", () => {
  expect(errorsOfResult({ ok: true })).toEqual({ errors: {}, formError: undefined });
});

test("each wrong field has its own message, and what belongs to none is above the form", () => {
  const result = { ok: false, reason: "invalid_input", fields: { name: "Enter a name.", "": "Reload." } };
  expect(errorsOfResult(result)).toEqual({ errors: { name: "Enter a name." }, formError: "Reload." });
});
