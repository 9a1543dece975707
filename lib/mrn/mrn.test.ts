import { expect, test } from "vitest";
import { formatMrn, parseMrn, type Mrn } from ".";

const ID = "0199c1de-7b61-7aaa-8000-000000000001";
const space = { kind: "space", id: "dreamy-ellis-859675" } as const;
const organization = { kind: "organization", id: "acme-security" } as const;

test.each<[string, Mrn]>([
  ["//captain.api.mondoo.app/organizations/acme-security", organization],
  ["//captain.api.mondoo.app/spaces/dreamy-ellis-859675", space],
  [`//captain.api.mondoo.app/users/${ID}`, { kind: "user", id: ID }],
  [`//captain.api.mondoo.app/teams/${ID}`, { kind: "team", id: ID }],
  ["//iam.api.mondoo.app/roles/agent", { kind: "role", permission: "agent" }],
  [
    `//agents.api.mondoo.app/spaces/dreamy-ellis-859675/apitokens/${ID}`,
    { kind: "apitoken", container: space, id: ID },
  ],
  [
    `//agents.api.mondoo.app/organizations/acme-security/serviceaccounts/${ID}`,
    { kind: "serviceaccount", container: organization, id: ID },
  ],
  [`//assets.api.mondoo.app/spaces/dreamy-ellis-859675/assets/${ID}`, { kind: "asset", spaceId: space.id, id: ID }],
  [
    "//policy.api.mondoo.app/spaces/dreamy-ellis-859675/policies/ssh.baseline_1",
    { kind: "policy", container: space, uid: "ssh.baseline_1" },
  ],
  [
    "//policy.api.mondoo.app/organizations/acme-security/querypacks/inventory",
    { kind: "querypack", container: organization, uid: "inventory" },
  ],
])("%s is formatted and parsed", (text, mrn) => {
  expect(formatMrn(mrn)).toBe(text);
  expect(parseMrn(text)).toEqual(mrn);
});

test.each([
  "",
  "acme-security",
  "//captain.api.mondoo.app/spaces/",
  "//captain.api.mondoo.app/spaces/Dreamy",
  "//captain.api.mondoo.app/spaces/ dreamy-ellis-859675",
  "//captain.api.mondoo.app/spaces/dreamy-ellis-859675/",
  "//captain.api.mondoo.app/spaces/dreamy-ellis-859675/more",
  "//captain.api.example.com/spaces/dreamy-ellis-859675",
  "//policy.api.mondoo.app/spaces/dreamy-ellis-859675/policies/../x",
  "//policy.api.mondoo.app/queries/some-check",
  "//iam.api.mondoo.app/roles/admin",
  "//constructor.api.mondoo.app/spaces/dreamy-ellis-859675",
  `//captain.api.mondoo.app/spaces/${"a".repeat(500)}`,
])("%j is not an MRN", (text) => expect(parseMrn(text)).toBeNull());
