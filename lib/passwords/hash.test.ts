import argon2 from "@node-rs/argon2";
import { expect, test } from "vitest";
import { Secret } from "../platform/secret";
import { hashPassword, needsRehash, verifyDummyHash, verifyPassword } from "./hash";
import { isQueueFull, QueueFull } from "../platform/bounded-queue";
import { noteUntrustedProxy } from "../platform/http/untrusted-proxy";
import { shareOf } from "./queue-share";

const password = new Secret("three wise monkeys");

test("a password is stored as argon2id with its own salt", async () => {
  const [first, second] = await Promise.all([
    hashPassword(password, { key: "one" }),
    hashPassword(password, { key: "one" }),
  ]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(second).not.toBe(first);
  expect(await verifyPassword(first, password, { key: "one" })).toBe(true);
  expect(await verifyPassword(first, new Secret("three wise monkey"), { key: "one" })).toBe(false);
});

test("a password matches in any Unicode composition", async () => {
  const hash = await hashPassword(new Secret("Grüße aus Köln"), { key: "one" });
  expect(await verifyPassword(hash, new Secret("Gru\u0308ße aus Ko\u0308ln"), { key: "one" })).toBe(true);
});

test("a corrupt hash matches nothing, and does not throw", async () => {
  for (const corrupt of ["", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$????$????"]) {
    expect(await verifyPassword(corrupt, password, { key: "one" })).toBe(false);
  }
});

test("the dummy hash matches no password", async () => {
  expect(await verifyDummyHash(password, { key: "one" })).toBe(false);
});

test("a hash with weaker parameters needs a rehash, one with the current ones does not", async () => {
  expect(needsRehash(await argon2.hash("x", { memoryCost: 8192, timeCost: 2, parallelism: 1 }))).toBe(true);
  expect(needsRehash(await hashPassword(password, { key: "one" }))).toBe(false);
});

test("hashing is refused when too many passwords are waiting", async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 130 }, () => verifyDummyHash(password, { key: "one" })),
  );
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(30);
  expect(refused[0]?.reason).toBeInstanceOf(QueueFull);
});

test("one address that fills the queue keeps no one else waiting", async () => {
  const order: string[] = [];
  const flood = Array.from({ length: 130 }, () =>
    verifyDummyHash(password, shareOf({ email: "x@example.com", address: "198.51.100.1" })).then(
      () => order.push("flood"),
      () => order.push("refused"),
    ),
  );
  const others = [
    { email: "ada@example.com", address: "198.51.100.2" },
    { email: "ada@example.com", address: "198.51.100.1", userId: "ada" }, // signed in, behind the same address
  ].map((giver) => verifyDummyHash(password, shareOf(giver)).then(() => order.push("other")));
  await Promise.all(others);
  expect(order.filter((who) => who === "flood").length).toBeLessThan(20);
  await Promise.all(flood);
});

test("a signed-in person gets a place among visitors of whom each has a key", async () => {
  const visitors = Array.from({ length: 130 }, (_, index) =>
    verifyDummyHash(password, shareOf({ email: "x@example.com", address: `198.51.100.${index}` })),
  );
  const outcomes = Promise.allSettled(visitors);
  const person = shareOf({ email: "ada@example.com", address: "198.51.100.1", userId: "ada" });
  expect(await verifyDummyHash(password, person)).toBe(false);
  const refused = (await outcomes).filter((outcome) => outcome.status === "rejected");
  expect(refused.every(({ reason }) => isQueueFull(reason))).toBe(true);
});

test("an IPv6 /48 is one key, as one subscriber can have 65,536 networks in it", () => {
  const at = (address: string) => shareOf({ email: "x@example.com", address });
  expect(at("2001:db8:1:2::1")).toEqual(at("2001:db8:1:ffff::1"));
  expect(at("2001:db8:1::1")).not.toEqual(at("2001:db8:2::1"));
  expect(at("198.51.100.1")).not.toEqual(at("198.51.100.2"));
});

test("behind an unknown proxy, hashing takes turns per account", () => {
  noteUntrustedProxy("10.0.0.1");
  const one = shareOf({ email: "one@example.com", address: "10.0.0.1" });
  expect(shareOf({ email: "two@example.com", address: "10.0.0.1" })).not.toEqual(one);
  expect(shareOf({ email: "two@example.com", address: "198.51.100.1" })).toEqual(
    shareOf({ email: "one@example.com", address: "198.51.100.1" }),
  );
});
