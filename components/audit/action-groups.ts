import type { ListFilter } from "@/components/lists/list-filters";

/** The groups that the audit log can be filtered by: prefixes of dotted actions. */
export const ACTION_GROUPS = [
  { value: "token.", label: "API tokens" },
  { value: "subject.", label: "Subjects" },
  { value: "api.", label: "APIs" },
  { value: "space.", label: "Spaces" },
  { value: "member.", label: "Members and invitations" },
  { value: "organization.", label: "Organization" },
  { value: "session.", label: "Sign-ins" },
  { value: "account.", label: "Accounts" },
  { value: "policy.", label: "Policies" },
  { value: "querypack.", label: "Query packs" },
  { value: "asset.", label: "Assets" },
  { value: "report.", label: "Reports" },
] as const;

export const ACTION_FILTER: ListFilter = {
  name: "action",
  label: "About",
  options: [{ value: "", label: "About everything" }, ...ACTION_GROUPS],
};
