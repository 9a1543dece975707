import type { Permission } from "../../lib/access/authorization/permissions";
import { superAdmin } from "./actors";
import { afterAll, beforeAll } from "vitest";
import { serveApi } from "../../lib/api/testing/serve";
import { closeDatabase } from "../../lib/platform/db";
import { issueToken } from "../../lib/tokens/issuing";
import { seed, type Seeded } from "../../prisma/seed";
import { useTestDatabase } from "./use-database";

/** The seeded API on node:http with a new database, for all tests of a file. */
export function useSeededApi() {
  useTestDatabase();
  let server: Awaited<ReturnType<typeof serveApi>>;
  let seeded: Seeded;
  beforeAll(async () => {
    seeded = await seed();
    server = await serveApi();
  });
  afterAll(async () => {
    await server.close();
    await closeDatabase();
  });

  const url = (path = "") => server.url + path;
  const secretOf = (name: string) => {
    const found = seeded.tokens.find((token) => token.name === name);
    if (!found) throw new Error(`no token ${name}`);
    return found.secret;
  };
  const bearer = (name: string) => ({ authorization: `Bearer ${secretOf(name)}` });
  /** Posts a form. */
  const post = (
    path: string,
    form: Record<string, string> | [string, string][],
    headers: Record<string, string> = {},
  ) => fetch(url(path), { method: "POST", body: new URLSearchParams(form), headers });
  const introspect = async (form: Record<string, string>, as = "Organization verifier") =>
    (await post("/oauth/introspect", form, bearer(as))).json() as Promise<Record<string, unknown>>;
  /** The secret of a new token, for operations that revoke it. */
  const throwaway = (permissions?: readonly Permission[]) => issueThrowaway(seeded.organization.id, permissions);
  return { url, secretOf, bearer, post, introspect, throwaway };
}

async function issueThrowaway(
  organizationId: string,
  permissions: readonly Permission[] = ["viewer", "editor"],
): Promise<string> {
  const ada = superAdmin(organizationId);
  const issued = await issueToken(ada, {
    name: `throwaway ${crypto.randomUUID()}`,
    description: "",
    spaceId: null,
    permissions: [...permissions],
  });
  if (!issued.ok) throw new Error(issued.reason);
  return issued.secret.reveal();
}
