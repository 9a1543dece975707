import type { Permission, Role } from "./permissions";

/** Names and descriptions of the permissions, for organization-wide tokens and tokens of one space. */
export const PERMISSION_LABELS: Record<Permission, { name: string; organization: string; space: string }> = {
  viewer: {
    name: "Viewer",
    organization: "Browse most information in all spaces, but change nothing.",
    space: "Browse most information in the space, but change nothing.",
  },
  editor: {
    name: "Editor",
    organization:
      "Make all changes in all spaces, except changing the token policy, " +
      "deleting the organization or spaces, and reporting scan results.",
    space: "Make all changes in the space, except deleting it and reporting scan results.",
  },
  owner: {
    name: "Owner",
    organization: "Make all changes, deleting included, except reporting scan results.",
    space: "Make all changes in the space, deleting it included, except reporting scan results.",
  },
  agent: {
    name: "Agent",
    organization: "Read and use policy bundles and query packs, and report results to the organization’s spaces.",
    space: "Read and use policy bundles and query packs, and report results to the space.",
  },
  verifier: {
    name: "Verifier",
    organization:
      "Check whether other tokens of the organization are good, and nothing else. For services and gateways.",
    space: "Check whether other tokens that reach the space are good, and nothing else. For services and gateways.",
  },
  issuer: {
    name: "Issuer",
    organization:
      "Create, read, edit, rotate and delete tokens that have scopes of the APIs that it names and no permissions, " +
      "and nothing else. " +
      "For the backend of a platform.",
    space: "Not for one space.",
  },
};

export const ROLE_LABELS: Record<Role, { name: string; explanation: string }> = {
  super_admin: {
    name: "Super Admin",
    explanation: "Does everything, and alone appoints, changes and removes Super Admins.",
  },
  admin: {
    name: "Admin",
    explanation:
      "Manages spaces, tokens and members; neither changes the token policy nor deletes spaces or the organization.",
  },
  member: { name: "Member", explanation: "Reads; has no admin dashboard." },
};
