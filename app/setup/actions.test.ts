import { beforeEach, expect, test, vi } from "vitest";
import { INITIAL_STATE } from "@/components/forms/form-state";
import { setUpAction } from "./actions";
import { setUpFormSchema } from "./schema";

/** What happened, in order. */
const state = vi.hoisted(() => ({ isSetUp: true, steps: [] as string[] }));
vi.mock("@/lib/setup/queries", () => ({
  isSetUp: () => {
    state.steps.push("asked");
    return Promise.resolve(state.isSetUp);
  },
}));
vi.mock("next/headers", () => ({
  headers: () => Promise.resolve(new Headers({ host: "localhost", origin: "http://localhost" })),
}));
vi.mock("next/navigation", () => ({
  redirect: vi.fn(),
  notFound: () => {
    throw new Error("notFound");
  },
  unstable_rethrow: () => undefined,
}));
vi.mock("@/lib/account/sign-in-browser", () => ({ signInBrowser: vi.fn() }));
vi.mock("@/lib/setup/mutations", () => ({ setUp: vi.fn() }));

process.env.DATABASE_URL = "postgresql://u:p@localhost/db";
const safeParse = setUpFormSchema.safeParse.bind(setUpFormSchema);

beforeEach(() => {
  state.steps = [];
  vi.spyOn(setUpFormSchema, "safeParse").mockImplementation((input) => {
    state.steps.push("parsed");
    return safeParse(input);
  });
});

test("once the set-up is done, nothing that a stranger sends to it is even parsed", async () => {
  state.isSetUp = true;
  const form = new FormData();
  form.set("name", `a${"\u0301".repeat(100_000)}`);
  await expect(setUpAction(INITIAL_STATE, form)).rejects.toThrow("notFound");
  expect(state.steps).toEqual(["asked"]);
});

test("while it is open, it is asked first and parsed then", async () => {
  state.isSetUp = false;
  const answer = await setUpAction(INITIAL_STATE, new FormData());
  expect(state.steps).toEqual(["asked", "parsed"]);
  expect(Object.keys(answer.fields)).toContain("code");
});
