import { expect, test } from "vitest";
import { SIGNED_OUT } from "@/components/ui/form-errors";
import { fail } from "@/lib/platform/result/result";
import { refusalOf, submitted } from "./submitted";

test("a form of a person who was signed out says so in the words that offer to sign in", () => {
  expect(refusalOf(fail("unauthenticated"), { stale: "Too late." }).message).toBe(SIGNED_OUT);
});

test("an answer is passed on, and a refusal gets the sentence of the form", async () => {
  expect(await submitted(Promise.resolve({ ok: true, id: 1 } as const))).toEqual({ ok: true, id: 1 });
  expect(await submitted(Promise.resolve(fail("stale")), { stale: "Too late." })).toMatchObject({
    reason: "stale",
    message: "Too late.",
  });
});
