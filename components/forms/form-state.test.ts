import { expect, test } from "vitest";
import { fail } from "@/lib/platform/result/result";
import { refused } from "./form-state";

const values = new FormData();
values.set("email", "ada@example.com");
values.set("password", "three wise monkeys");

test("what was typed stays, except what the form does not keep", () => {
  expect(refused(fail("wrong_password"), values, ["email"]).typed).toEqual({ email: "ada@example.com" });
});

test("a failure is shown at its field, or above the form", () => {
  expect(refused(fail("wrong_code", { field: "code" }), values, []).fields).toEqual({ code: "This is not the code." });
  expect(refused(fail("wrong_password"), values, [], { wrong_password: "No." })).toMatchObject({
    fields: {},
    problem: "No.",
  });
});
