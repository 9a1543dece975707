import { describe, expect, test } from "vitest";
import { tokenActor } from "@/tools/testing/actors";
import { resolveExpiration, type LifetimePolicy } from "./expiration";
import { DAY_MS } from "./limits";
import type { Expiration } from "./schema";

const now = new Date("2026-11-22T12:00:00.000Z");
const birth = { now, lifetimeFrom: now };
const owner = tokenActor("acme-org", ["owner"]);
const free: LifetimePolicy = { tokenMaxLifetimeDays: null };
const strict: LifetimePolicy = { tokenMaxLifetimeDays: 30 };
const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS);
const resolve = (chosen: Expiration | undefined, policy = free, actor = owner) =>
  resolveExpiration(chosen, actor, policy, birth);

test("days, an instant and never are accepted as given", () => {
  expect(resolve({ kind: "days", days: 30 })).toEqual({ ok: true, expiresAt: inDays(30) });
  expect(resolve({ kind: "at", at: inDays(7) })).toEqual({ ok: true, expiresAt: inDays(7) });
  expect(resolve({ kind: "never" })).toEqual({ ok: true, expiresAt: null });
});

test("an expiration in the past or now is refused, naming its field", () => {
  for (const at of [now, inDays(-1)])
    expect(resolve({ kind: "at", at })).toMatchObject({ ok: false, reason: "invalid_input", field: "expiration" });
});

describe("without a chosen expiration", () => {
  test("a token expires in 90 days", () => {
    expect(resolve(undefined)).toEqual({ ok: true, expiresAt: inDays(90) });
  });

  test("is shortened to what the policy and the parent allow", () => {
    expect(resolve(undefined, strict)).toEqual({ ok: true, expiresAt: inDays(30) });
    expect(resolve(undefined, free, { ...owner, expiresAt: inDays(3) })).toEqual({ ok: true, expiresAt: inDays(3) });
  });
});

test("an Issuer's own end shortens nothing", () => {
  const issuer = { ...tokenActor("acme-org", ["issuer"]), expiresAt: inDays(1) };
  expect(resolve(undefined, free, issuer)).toEqual({ ok: true, expiresAt: inDays(90) });
  expect(resolve({ kind: "never" }, free, issuer)).toEqual({ ok: true, expiresAt: null });
});

describe("the organization's policy", () => {
  test("refuses tokens without expiration, and returns the latest allowed one", () => {
    expect(resolve({ kind: "never" }, strict)).toEqual({
      ok: false,
      reason: "expiration_required",
      field: "expiration",
      detail: { latest: inDays(30).toISOString() },
    });
  });

  test("refuses a longer lifetime, to the millisecond", () => {
    expect(resolve({ kind: "days", days: 30 }, strict)).toMatchObject({ ok: true });
    expect(resolve({ kind: "at", at: new Date(inDays(30).getTime() + 1) }, strict)).toMatchObject({
      ok: false,
      reason: "expiration_too_late",
    });
  });

  test("counts from the token's creation, also after an edit", () => {
    const old = { now, lifetimeFrom: inDays(-20) };
    expect(resolveExpiration({ kind: "days", days: 11 }, owner, strict, old)).toMatchObject({
      ok: false,
      reason: "expiration_too_late",
    });
    expect(resolveExpiration({ kind: "days", days: 10 }, owner, strict, old)).toMatchObject({ ok: true });
  });
});

test("a child token never outlives its parent", () => {
  const parent = { ...owner, expiresAt: inDays(10) };
  for (const chosen of [{ kind: "never" }, { kind: "days", days: 11 }] as const)
    expect(resolve(chosen, free, parent)).toMatchObject({ ok: false, reason: "exceeds_parent" });
  expect(resolve({ kind: "days", days: 10 }, free, parent)).toMatchObject({ ok: true });
});
