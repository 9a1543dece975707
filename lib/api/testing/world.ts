import { randomBytes } from "node:crypto";
import { storedTokenActor } from "../../../tools/testing/fixtures";
import type { ApiDto } from "../../apis/dto";
import { createApi } from "../../apis/mutations";
import { createApiSchema } from "../../apis/schema";
import { getAsset, listAssets } from "../../assets/queries";
import { listAssetsSchema } from "../../assets/schema";
import type { UserActor } from "../../access/authorization/actor";
import { PERMISSIONS, type Permission } from "../../access/authorization/permissions";
import { smallBundle } from "../../content/testing";
import { db } from "../../platform/db";
import { uploadPolicies } from "../../content/policy-mutations";
import { uploadQueryPacks } from "../../content/querypack-mutations";
import { postReport } from "../../reports/mutations";
import type { Result } from "../../platform/result/result";
import { issueToken } from "../../tokens/issuing";
import { issueTokenSchema } from "../../tokens/schema";

/** The space access of a token in the matrix. */
export type Reach = "organization" | "space";
/** The tenant of a call: the token's own space, another space of the same organization, another organization. */
export type TestTenantName = "own" | "other" | "foreign";

/** A space and its organization, with functions that create resources there. */
export interface TestTenant {
  readonly organizationId: string;
  readonly spaceId: string;
  /** The id of a member. */
  readonly userId: string;
  policy(wide?: boolean): Promise<string>;
  querypack(wide?: boolean): Promise<string>;
  report(): Promise<string>;
  asset(): Promise<string>;
  token(wide?: boolean): Promise<string>;
  /** An API of the organization. */
  api(): Promise<string>;
  /** An Issuer, and the API whose scopes it gives to tokens. */
  issuer(): Promise<{ readonly tokenId: string; readonly api: string }>;
  /** A Verifier, and an API. */
  verifier(): Promise<{ readonly tokenId: string; readonly api: string }>;
}

/** Two organizations, and a token for each permission and space access in the first. */
export interface World {
  readonly places: Readonly<Record<TestTenantName, TestTenant>>;
  readonly secret: (permission: Permission, reach: Reach) => string;
}

export const unique = (): string => randomBytes(6).toString("hex");

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

/** Creates the fixtures. */
export async function createWorld(): Promise<World> {
  const [ours, theirs] = [await createTenant(), await createTenant()];
  const places = {
    own: placeIn(ours, await createSpace(ours)),
    other: placeIn(ours, await createSpace(ours)),
    foreign: placeIn(theirs, await createSpace(theirs)),
  };
  const secrets = new Map<string, string>();
  for (const permission of PERMISSIONS) {
    secrets.set(`${permission} organization`, await secretFor(ours, null, permission));
    if (permission === "issuer") continue; // not for one space
    secrets.set(`${permission} space`, await secretFor(ours, places.own.spaceId, permission));
  }
  return { places, secret: (permission, reach) => secrets.get(`${permission} ${reach}`) ?? "" };
}

async function createTenant(): Promise<UserActor> {
  const organizationId = `world-${unique()}`;
  const [name, email] = ["Ada Lovelace", `ada-${unique()}@example.com`];
  await db().organization.create({ data: { id: organizationId, code: "WRLD", name: "World" } });
  const user = await db().user.create({
    data: {
      name,
      email,
      passwordHash: "$argon2id$none",
      memberships: { create: { organizationId, role: "super_admin" } },
    },
  });
  return {
    kind: "user",
    userId: user.id,
    sessionId: user.id,
    name,
    email,
    organizationId,
    role: "super_admin",
    address: null,
  };
}

async function createSpace({ organizationId }: UserActor): Promise<string> {
  const { id } = await db().space.create({ data: { id: `space-${unique()}`, organizationId, name: "A space" } });
  return id;
}

async function secretFor(admin: UserActor, spaceId: string | null, permission: Permission): Promise<string> {
  const issued = must(
    await issueToken(admin, {
      name: `${permission} ${unique()}`,
      description: "",
      spaceId,
      permissions: [permission],
      ...(permission === "issuer" ? { issues: [{ api: (await registerApi(admin)).identifier }] } : {}),
      expiration: { kind: "never" },
    }),
  );
  return issued.secret.reveal();
}

function placeIn(admin: UserActor, spaceId: string): TestTenant {
  const { organizationId, userId } = admin;
  const mrn = () => `//assets.example.com/${unique()}`;
  const post = async (asset: string) => {
    const agent = await storedTokenActor(organizationId, ["agent"]);
    return must(await postReport(agent, { spaceId, gzip: false, bytes: reportOn(asset) })).report.id;
  };
  return {
    organizationId,
    spaceId,
    userId,
    policy: async (wide = false) =>
      must(
        await uploadPolicies(admin, {
          spaceId: wide ? null : spaceId,
          bytes: smallBundle({ policies: [`p-${unique()}`] }),
          overwrite: false,
        }),
      ).items[0]?.id ?? "",
    querypack: async (wide = false) =>
      must(
        await uploadQueryPacks(admin, {
          spaceId: wide ? null : spaceId,
          bytes: smallBundle({ packs: [`q-${unique()}`] }),
          overwrite: false,
        }),
      ).items[0]?.id ?? "",
    report: () => post(mrn()),
    asset: async () => {
      const name = mrn();
      await post(name);
      const [asset] = must(await listAssets(admin, listAssetsSchema.parse({ spaceId, search: name }))).page.items;
      return must(await getAsset(admin, asset?.id ?? "")).asset.id;
    },
    token: async (wide = false) =>
      must(
        await issueToken(admin, {
          name: `t-${unique()}`,
          description: "",
          spaceId: wide ? null : spaceId,
          permissions: ["viewer"],
        }),
      ).token.id,
    api: async () => (await registerApi(admin)).id,
    issuer: async () => {
      const { identifier: api } = await registerApi(admin);
      const input = issueTokenSchema.parse({ name: `t-${unique()}`, permissions: ["issuer"], issues: [{ api }] });
      return { tokenId: must(await issueToken(admin, input)).token.id, api };
    },
    verifier: async () => {
      const { identifier: api } = await registerApi(admin);
      const input = issueTokenSchema.parse({ name: `t-${unique()}`, permissions: ["verifier"] });
      return { tokenId: must(await issueToken(admin, input)).token.id, api };
    },
  };
}

async function registerApi(admin: UserActor): Promise<ApiDto> {
  const input = { identifier: `https://${unique()}.example.com`, name: "An API", scopes: [{ name: "read" }] };
  return must(await createApi(admin, createApiSchema.parse(input))).api;
}

/** A small report on one asset. */
export function reportOn(mrn: string): Buffer<ArrayBuffer> {
  return Buffer.from(
    JSON.stringify({
      assets: { [mrn]: { mrn, name: mrn.slice(-6), platformName: "debian" } },
      scores: { [mrn]: { values: { "//q/1": { score: 100, status: "pass" } } } },
    }),
  );
}
