import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Secret } from "../../platform/secret";
import { digestKey, digestOf, digestOfSecret } from "./token-digest";

test("a digest is the SHA-256 of the whole string (FIPS 180-4, the vector of “abc”)", () => {
  expect(digestOf("abc").toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("all three forms have the same bytes", () => {
  const token = "latch_0123456789";
  const expected = createHash("sha256").update(token).digest();
  expect(digestOf(token)).toEqual(expected);
  expect(digestOfSecret(new Secret(token))).toEqual(expected);
  expect(Buffer.from(digestKey(token), "latin1")).toEqual(expected);
});
