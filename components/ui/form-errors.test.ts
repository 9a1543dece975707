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
  expect(errorsOfResult(result, "?")).toEqual({ errors: { name: "Taken." }, formError: undefined });
});

test("a failure without a field is shown above the form, with a default message if it has none", () => {
  expect(errorsOfResult({ ok: false }, "Nothing was saved.")).toEqual({
    errors: {},
    formError: "Nothing was saved.",
  });
});

test("success clears everything", () => {
  expect(errorsOfResult({ ok: true }, "?")).toEqual({ errors: {}, formError: undefined });
});

test("several wrong fields stand each at its own, what belongs to none above the form", () => {
  const result = { ok: false, reason: "invalid_input", fields: { name: "Enter a name.", "": "Reload." } };
  expect(errorsOfResult(result, "?")).toEqual({ errors: { name: "Enter a name." }, formError: "Reload." });
});
