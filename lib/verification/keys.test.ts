import { createLocalJWKSet, jwtVerify, SignJWT, type JSONWebKeySet } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { db } from "../platform/db";
import { processWide } from "../platform/process-wide";
import { ALGORITHMS } from "../apis/limits";
import { rotateSigningKeys, signingKeys } from "./keys";

useTestDatabase();

/** As a process that has just started. */
const reload = () => {
  processWide("signing-keys", () => ({ keys: undefined, until: 0 })).keys = undefined;
  return signingKeys();
};
const olderByMinutes = (minutes: number) =>
  db().$transaction([
    db().$executeRaw`UPDATE "SigningKey" SET "createdAt" = "createdAt" - make_interval(mins => ${minutes}::int)`,
    db().$executeRaw`UPDATE "ApiSigningKey" SET "createdAt" = "createdAt" - make_interval(mins => ${minutes}::int)`,
  ]);

beforeEach(async () => {
  await db().signingKey.deleteMany();
  await db().apiSigningKey.deleteMany();
});

describe.each(ALGORITHMS)("%s", (algorithm) => {
  test("a JWT verifies with the published keys", async () => {
    const { signers, jwks } = await reload();
    const jwt = await new SignJWT({})
      .setProtectedHeader({ alg: algorithm, kid: signers[algorithm].kid })
      .sign(signers[algorithm].key);
    const { protectedHeader } = await jwtVerify(jwt, createLocalJWKSet(jwks as JSONWebKeySet));
    expect(protectedHeader.alg).toBe(algorithm);
    expect(jwks.keys.find((key) => key.kid === signers[algorithm].kid)).toMatchObject({ alg: algorithm, use: "sig" });
  });

  test("a key of 30 days is replaced; the next one is published at once and signs an hour later", async () => {
    const former = (await reload()).signers[algorithm].kid;
    await olderByMinutes(30 * 1_440 + 1);
    const { signers, jwks } = await reload();
    expect(signers[algorithm].kid).toBe(former);
    const ofIt = jwks.keys.filter((key) => key.alg === algorithm).map((key) => key.kid);
    expect(ofIt).toHaveLength(2);
    await olderByMinutes(61);
    const next = (await reload()).signers[algorithm].kid;
    expect(next).not.toBe(former);
    expect(ofIt).toContain(next);
  });

  test("the former key is published until its last JWT has expired", async () => {
    const former = (await reload()).signers[algorithm].kid;
    await olderByMinutes(200);
    await rotateSigningKeys([algorithm]);
    const publishedAfter = async (minutes: number) => {
      await olderByMinutes(minutes);
      return (await reload()).jwks.keys.some((key) => key.kid === former);
    };
    expect(await publishedAfter(61)).toBe(true);
    expect(await publishedAfter(60)).toBe(false);
  });
});

test("rotating one algorithm leaves the keys of the others", async () => {
  const before = (await reload()).jwks.keys.map((key) => key.kid);
  const [made] = await rotateSigningKeys(["ES256"]);
  const after = (await reload()).jwks.keys;
  expect(after.map((key) => key.kid).sort()).toEqual([...before, made].sort());
  expect(after.find((key) => key.kid === made)).toMatchObject({ alg: "ES256" });
});

test("the previous version, which signs with the newest row of SigningKey, finds EdDSA keys only", async () => {
  await rotateSigningKeys();
  await rotateSigningKeys();
  const keys = await db().signingKey.findMany();
  expect(keys.map((key) => (key.publicJwk as { crv: string }).crv)).toEqual(["Ed25519", "Ed25519"]);
});

test("two processes that start at once make one key of each algorithm", async () => {
  await Promise.all([reload(), reload()]);
  expect([await db().signingKey.count(), await db().apiSigningKey.count()]).toEqual([1, 2]);
});
