import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { SYSTEM_CHAIN } from "../../lib/audit/append";
import { linkSecret } from "../../lib/access/credentials/link-secret";
import { findReset } from "../../lib/recovery/queries";
import { createMember, createOrganization, lastEvents } from "../testing/fixtures";
import { useTestDatabase } from "../testing/use-database";

useTestDatabase();

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "tools/commands/user-reset-password.ts", ...args],
    { encoding: "utf8", timeout: 120_000, env: { ...process.env, APP_URL: "https://latchkey.example" } },
  );
  return { status, stdout, stderr };
}

test("a link for any account is printed on the server, and each organization of the person logs it", async () => {
  const [{ id: here }, { id: there }] = [await createOrganization(), await createOrganization()];
  const person = await createMember(here, "super_admin", { name: "Ada Lovelace" });
  const { db } = await import("../../lib/platform/db");
  await db().membership.create({ data: { organizationId: there, userId: person.userId, role: "member" } });

  const { status, stdout } = run(` ${person.email.toUpperCase()} `);
  expect(status).toBe(0);
  const [, secret = ""] = /^https:\/\/latchkey\.example\/reset#(\S{43})$/m.exec(stdout) ?? [];
  expect(await findReset(linkSecret.parse(secret))).toEqual({ ok: true, email: person.email });
  for (const chain of [here, there, SYSTEM_CHAIN])
    expect(await lastEvents(chain)).toMatchObject([
      { action: "member.password_reset_created", actorKind: "system", resourceId: person.userId },
    ]);
});

test("an address without an account, and anything else, is refused in a sentence", () => {
  expect(run("nobody@example.com")).toMatchObject({
    status: 1,
    stdout: "",
    stderr: expect.stringContaining("No account has the address nobody@example.com."),
  });
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining("Usage:") });
  expect(run("a@example.com", "b@example.com")).toMatchObject({ status: 1, stderr: expect.stringContaining("Usage:") });
}, 240_000);
