import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { db } from "../../lib/platform/db";
import { useTestDatabase } from "../testing/use-database";

useTestDatabase();

test("a key is created and audited, and the command prints its id", async () => {
  const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", "tools/commands/keys-rotate.ts"], {
    encoding: "utf8",
    timeout: 180_000,
  });
  const [, kid] = /^Created key (\S+)\. /.exec(stdout) ?? [];
  expect(status).toBe(0);
  expect(await db().signingKey.findMany({ select: { id: true } })).toEqual([{ id: kid }]);
  expect(await db().auditEvent.findFirst({ where: { chain: "system" } })).toMatchObject({
    action: "signing_key.created",
    resourceId: kid,
    actorKind: "system",
  });
});
