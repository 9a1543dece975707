import { expect, test } from "vitest";
import { issueTokenSchema } from "@/lib/tokens/schema";
import { fieldProblems } from "./token-problems";

const bounds = { now: 0, createdAt: 0, maxLifetimeDays: null };

function problemsOf(entries: Record<string, string>) {
  const values = new FormData();
  for (const [name, value] of Object.entries(entries)) values.set(name, value);
  return fieldProblems(values, bounds);
}

test("only the name must be typed", () => {
  expect(problemsOf({ name: "CI scanner", expiration: "90" })).toEqual({});
  expect(problemsOf({ name: "  ", expiration: "90" })).toEqual({ name: "Enter a name." });
});

test("the form and the action's schema draw the same line", () => {
  const longest = { name: "ß".repeat(100), description: "𝒳".repeat(1000) };
  const longer = { name: `${longest.name}x`, description: `${longest.description}x` };
  expect(problemsOf(longest)).toEqual({});
  expect(issueTokenSchema.safeParse(longest).success).toBe(true);
  expect(Object.keys(problemsOf(longer))).toEqual(["name", "description"]);
  expect(issueTokenSchema.safeParse(longer).error?.issues.map(({ path }) => path[0])).toEqual(["name", "description"]);
});
