import { expect, test } from "vitest";
import { createMember, createOrganization } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { generateToken } from "../access/credentials/token-format";
import { findTokenBySecret } from "./lookup";
import { issueToken } from "./issuing";
import { revokeToken } from "./revoking";
import { rotateToken, rotateTokenSchema } from "./rotation";
import { issueTokenSchema } from "./schema";

useTestDatabase();

async function tenant() {
  const { id } = await createOrganization();
  const admin = await createMember(id, "super_admin");
  const issued = await issueToken(admin, issueTokenSchema.parse({ name: "CI" }));
  if (!issued.ok) throw new Error(issued.reason);
  return { admin, member: await createMember(id, "member"), token: issued.token, secret: issued.secret.reveal() };
}

test("a secret leads to its token, in whichever of one's organizations it is", async () => {
  const [here, there] = [await tenant(), await tenant()];
  expect(await findTokenBySecret([here.admin, there.admin], there.secret)).toMatchObject({
    ok: true,
    organization: { id: there.admin.organizationId },
    token: { id: there.token.id, lastUsed: null },
    endsAt: null,
  });
});

test("a token that one may not read is not found, nor is one of a foreign organization", async () => {
  const [here, there] = [await tenant(), await tenant()];
  const notFound = { ok: false, reason: "not_found" };
  expect(await findTokenBySecret([here.member], here.secret)).toMatchObject(notFound);
  expect(await findTokenBySecret([here.admin], there.secret)).toMatchObject(notFound);
  expect(await findTokenBySecret([here.admin], generateToken("latch"))).toMatchObject(notFound);
  expect(await findTokenBySecret([], here.secret)).toMatchObject(notFound);
});

test("the secret before a rotation, and that of a revoked token, are still recognized", async () => {
  const { admin, token, secret } = await tenant();
  const rotated = await rotateToken(
    admin,
    rotateTokenSchema.parse({ tokenId: token.id, version: null, graceSeconds: 3600 }),
  );
  if (!rotated.ok) throw new Error(rotated.reason);
  const old = await findTokenBySecret([admin], secret);
  expect(old.ok && Date.parse(old.endsAt ?? "")).toBeGreaterThan(Date.now());
  await revokeToken(admin, { tokenId: token.id });
  expect(await findTokenBySecret([admin], rotated.secret.reveal())).toMatchObject({
    ok: true,
    token: { id: token.id, status: "revoked" },
    endsAt: null,
  });
});
