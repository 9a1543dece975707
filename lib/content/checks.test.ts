import { beforeEach, expect, test } from "vitest";
import { createOrganization, createSpaceIn, storedTokenActor, tokenActor } from "../../tools/testing/fixtures";
import { countStatements } from "../../tools/testing/statements";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { TokenActor } from "../access/authorization/actor";
import { PERMISSIONS, permissionsFor } from "../access/authorization/permissions";
import { db } from "../platform/db";
import { findCheckDefinitions, findCheckTitles } from "./checks";
import { listBundles } from "./listing";
import { deletePolicy, uploadPolicies } from "./policy-mutations";
import { listPolicyChecks } from "./policy-queries";
import { uploadQueryPacks } from "./querypack-mutations";
import { listQueryPackChecks } from "./querypack-queries";
import { listChecksSchema } from "./schema";

useTestDatabase();

let organizationId: string;
let spaceId: string;
let otherSpaceId: string;
let editor: TokenActor;
let viewer: TokenActor;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  [spaceId, otherSpaceId] = [(await createSpaceIn(organizationId)).id, (await createSpaceIn(organizationId)).id];
  editor = await storedTokenActor(organizationId, ["editor"]);
  viewer = tokenActor(organizationId, ["viewer"], spaceId);
});

const BUNDLE = `policies:
  - uid: ssh
    name: SSH
    version: 1.0.0
    groups:
      - title: Access
        checks:
          - uid: root-login
            impact: 10
          - uid: own
            title: Keys are strong
            mql: sshd.config.keys
        queries:
          - uid: version
            title: The version
            mql: sshd.version
      - checks:
          - uid: elsewhere
queries:
  - uid: root-login
    title: Root cannot sign in
    impact: 90
    mql: sshd.config.params
    docs:
      desc: "Why it matters."
      remediation:
        - id: cli
          desc: "Do this."
`;
const defining = (title: string) => `policies:
  - uid: other-${title.toLowerCase()}
    version: 1.0.0
    groups:
      - checks:
          - uid: elsewhere
            title: ${title}
            impact: 70
            mql: asset.name
`;

const upload = async (yaml: string, space: string | null = spaceId, actor = editor) => {
  const bytes = new Uint8Array(Buffer.from(yaml));
  const result = await uploadPolicies(actor, { spaceId: space, bytes, overwrite: true });
  return result.ok ? String(result.items[0]?.id) : expect.fail(JSON.stringify(result));
};
const checks = async (id: string, input: object = {}, actor = viewer) => {
  const result = await listPolicyChecks(actor, listChecksSchema.parse({ id, ...input }));
  return result.ok ? result.page.items : result.reason;
};

test("a policy's checks have their titles, impacts, texts and groups, in the bundle's order", async () => {
  const id = await upload(BUNDLE);
  expect(await checks(id)).toEqual([
    {
      ...{ position: 0, purpose: "check", group: "Access", uid: "root-login", isDefined: true },
      ...{ title: "Root cannot sign in", impact: 10, mql: "sshd.config.params", description: "Why it matters." },
      remediation: [{ id: "cli", text: "Do this." }],
      variants: [],
    },
    expect.objectContaining({ uid: "own", title: "Keys are strong", impact: null, purpose: "check" }),
    expect.objectContaining({ uid: "elsewhere", title: null, isDefined: false, group: null }),
    expect.objectContaining({ uid: "version", title: "The version", purpose: "query" }),
  ]);
});

test("checks are filtered by purpose and text, and come in pages", async () => {
  const id = await upload(BUNDLE);
  const uids = (found: Awaited<ReturnType<typeof checks>>) =>
    typeof found === "string" ? found : found.map(({ uid }) => uid);
  expect(uids(await checks(id, { purpose: "query" }))).toEqual(["version"]);
  expect(uids(await checks(id, { search: "ROOT" }))).toEqual(["root-login"]);
  const first = await listPolicyChecks(viewer, listChecksSchema.parse({ id, limit: 3 }));
  if (!first.ok) expect.unreachable();
  expect([first.page.items.length, first.page.total]).toEqual([3, 4]);
  expect(uids(await checks(id, { limit: 3, after: first.page.nextCursor }))).toEqual(["version"]);
});

test("another bundle's check is found in the space, then in the organization, never in another space", async () => {
  const id = await upload(BUNDLE);
  const title = async () => {
    const found = await checks(id, { search: "elsewhere" });
    return typeof found === "string" ? found : found[0]?.title;
  };
  await upload(defining("Foreign"), otherSpaceId);
  expect(await title()).toBeNull();
  await upload(defining("Shared"), null);
  expect(await title()).toBe("Shared");
  await upload(defining("Own"));
  expect(await title()).toBe("Own");
  const ofAll = await upload(BUNDLE, null);
  expect(await checks(ofAll, { search: "Shared" })).toHaveLength(1);
});

test("the permissions that read policies read their checks, in their organization and space only", async () => {
  const id = await upload(BUNDLE);
  const stranger = tokenActor((await createOrganization()).id, ["owner"]);
  for (const permission of PERMISSIONS) {
    const found = await checks(id, {}, tokenActor(organizationId, [permission], spaceId));
    expect(typeof found === "string" ? found : "read").toBe(
      permissionsFor("policy.read").includes(permission) ? "read" : "insufficient_scope",
    );
  }
  for (const actor of [stranger, tokenActor(organizationId, ["owner"], otherSpaceId)]) {
    expect(await checks(id, {}, actor)).toBe("not_found");
    expect(await findCheckTitles(actor, spaceId, ["own"])).toMatchObject({ reason: "not_found" });
    expect(await findCheckDefinitions(actor, spaceId, ["own"])).toMatchObject({ reason: "not_found" });
  }
  expect(await checks("01900000-0000-7000-8000-00000000000a")).toBe("not_found");
});

test("the checks of a report are named by the bundles that its space sees", async () => {
  const id = await upload(BUNDLE);
  await upload(defining("Foreign"), otherSpaceId);
  const titles = await findCheckTitles(viewer, spaceId, ["root-login", "elsewhere", "unknown"]);
  expect(titles.ok ? [...titles.checks] : titles).toEqual([
    ["root-login", { title: "Root cannot sign in", impact: 90 }],
  ]);
  const found = await findCheckDefinitions(viewer, spaceId, ["root-login"]);
  expect(found.ok ? found.checks.get("root-login") : found).toEqual({
    ...{ mql: "sshd.config.params", description: "Why it matters.", variants: [] },
    usedBy: { kind: "policy", id, name: "SSH" },
  });
});

test("the number of statements does not depend on the number of checks", async () => {
  const many = (count: number) =>
    `policies:\n- uid: p${count}\n  version: 1.0.0\n  groups:\n  - checks:\n` +
    `${Array.from({ length: count }, (_, at) => `    - {uid: c${at}, title: T${at}, mql: a}\n`).join("")}`;
  const [few, lots] = [await upload(many(1)), await upload(many(300))];
  const uids = Array.from({ length: 300 }, (_, at) => `c${at}`);
  for (const [one, more, most] of [
    [() => checks(few), () => checks(lots, { limit: 200 }), 3],
    [() => findCheckTitles(viewer, spaceId, ["c0"]), () => findCheckTitles(viewer, spaceId, uids), 3],
    [() => findCheckDefinitions(viewer, spaceId, ["c0"]), () => findCheckDefinitions(viewer, spaceId, uids), 4],
  ] as const) {
    const { statements } = await countStatements<unknown>(one);
    expect(statements).toBeLessThanOrEqual(most);
    expect((await countStatements<unknown>(more)).statements).toBe(statements);
  }
});

test("a query pack's queries are listed", async () => {
  const yaml = "packs:\n- uid: pack\n  version: 1.0.0\n  queries: [{uid: q, title: Asked, mql: asset.name}]\n";
  const bytes = new Uint8Array(Buffer.from(yaml));
  const uploaded = await uploadQueryPacks(editor, { spaceId, bytes, overwrite: false });
  const id = uploaded.ok ? uploaded.items[0]?.id : expect.fail(uploaded.reason);
  expect(await listQueryPackChecks(viewer, listChecksSchema.parse({ id }))).toMatchObject({
    isListed: true,
    item: { kind: "querypack" },
    page: { items: [{ title: "Asked", purpose: "query" }] },
  });
});

test("a bundle that the version before stored is listed by the job, once, and deleting it leaves nothing", async () => {
  const id = await upload(BUNDLE);
  const rows = () => Promise.all([db().bundleQuery.count(), db().bundleUse.count()]);
  const listed = await rows();
  await db().bundleQuery.deleteMany();
  await db().bundleUse.deleteMany();
  await db().bundle.updateMany({ data: { listedAt: null } });
  expect(await listPolicyChecks(viewer, listChecksSchema.parse({ id }))).toMatchObject({
    isListed: false,
    page: { items: [] },
  });
  const signal = new AbortController().signal;
  await Promise.all([listBundles(signal), listBundles(signal)]);
  expect(await rows()).toEqual(listed);
  expect(await listPolicyChecks(viewer, listChecksSchema.parse({ id }))).toMatchObject({ isListed: true });
  for (const { id: policyId } of await db().policy.findMany({ select: { id: true } }))
    await deletePolicy(await storedTokenActor(organizationId, ["editor"]), { id: policyId });
  expect(await db().bundleUse.count({ where: { organizationId } })).toBe(0);
});

test("a stored bundle that is no longer valid does not hold up the others", async () => {
  await upload(BUNDLE);
  await db().bundle.updateMany({ data: { listedAt: null, bytes: new Uint8Array(Buffer.from("policies: 7")) } });
  expect(await listBundles(new AbortController().signal)).toBeGreaterThan(0);
  expect(await db().bundle.count({ where: { listedAt: null } })).toBe(0);
});
