import argon2 from "@node-rs/argon2";
import { expect, test } from "vitest";
import { Secret } from "../platform/secret";
import { hashPassword, needsRehash, verifyAgainstNothing, verifyPassword } from "./hash";
import { QueueFull } from "../platform/bounded-queue";

const password = new Secret("three wise monkeys");

test("a password is stored as argon2id with a salt of its own", async () => {
  const [first, second] = await Promise.all([hashPassword(password), hashPassword(password)]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(second).not.toBe(first);
  expect(await verifyPassword(first, password)).toBe(true);
  expect(await verifyPassword(first, new Secret("three wise monkey"))).toBe(false);
});

test("a password matches however the keyboard composed it", async () => {
  const hash = await hashPassword(new Secret("Grüße aus Köln"));
  expect(await verifyPassword(hash, new Secret("Gru\u0308ße aus Ko\u0308ln"))).toBe(true);
});

test("a corrupt hash matches nothing, and does not throw", async () => {
  for (const corrupt of ["", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$????$????"]) {
    expect(await verifyPassword(corrupt, password)).toBe(false);
  }
});

test("nobody's account matches no password", async () => {
  expect(await verifyAgainstNothing(password)).toBe(false);
});

test("a hash with weaker parameters is to be made anew, one with today's is not", async () => {
  expect(needsRehash(await argon2.hash("x", { memoryCost: 8192, timeCost: 2, parallelism: 1 }))).toBe(true);
  expect(needsRehash(await hashPassword(password))).toBe(false);
});

test("more than can be hashed in a moment are turned away rather than piled up", async () => {
  const results = await Promise.allSettled(Array.from({ length: 130 }, () => verifyAgainstNothing(password)));
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(30);
  expect(refused[0]?.reason).toBeInstanceOf(QueueFull);
});
