import argon2 from "@node-rs/argon2";
import { expect, test } from "vitest";
import { Secret } from "../secret";
import { hashPassword, needsRehash, verifyAgainstNothing, verifyPassword } from "./hash";
import { givenPasswordSchema } from "./schema";

const password = new Secret("three wise monkeys");

async function hashed(secret: Secret): Promise<string> {
  const result = await hashPassword(secret);
  if (!result.ok) throw new Error(result.reason);
  return result.hash;
}

test("a password is stored as argon2id with a salt of its own", async () => {
  const [first, second] = await Promise.all([hashed(password), hashed(password)]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(second).not.toBe(first);
  expect(await verifyPassword(first, password)).toEqual({ ok: true, matches: true });
  expect(await verifyPassword(first, new Secret("three wise monkey"))).toEqual({ ok: true, matches: false });
});

test("a password matches however the keyboard composed it", async () => {
  const hash = await hashed(givenPasswordSchema.parse("Grüße aus Köln".normalize("NFC")));
  expect(await verifyPassword(hash, givenPasswordSchema.parse("Grüße aus Köln".normalize("NFD")))).toEqual({ ok: true, matches: true });
});

test("a corrupt hash matches nothing, and does not throw", async () => {
  for (const corrupt of ["", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$????$????"]) {
    expect(await verifyPassword(corrupt, password)).toEqual({ ok: true, matches: false });
  }
});

test("nobody's account matches no password", async () => {
  expect(await verifyAgainstNothing(password)).toEqual({ ok: true, matches: false });
});

test("a hash with weaker parameters is to be made anew, one with today's is not", async () => {
  expect(needsRehash(await argon2.hash("x", { memoryCost: 8192, timeCost: 2, parallelism: 1 }))).toBe(true);
  expect(needsRehash(await hashed(password))).toBe(false);
});

test("more than can be hashed in a moment are turned away rather than piled up", async () => {
  const results = await Promise.all(Array.from({ length: 130 }, () => verifyAgainstNothing(password)));
  expect(results.filter((result) => !result.ok && result.reason === "unavailable").length).toBeGreaterThan(0);
  expect(results.filter((result) => result.ok).length).toBeGreaterThanOrEqual(101);
});
