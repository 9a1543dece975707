import type { Action } from "../access/authorization/permissions";
import { Prisma } from "../platform/db/generated/client";
import type { ContentKind } from "./schema";

/** The differences between policies and query packs: tables, actions, names. */
export interface ContentKindFacts {
  readonly kind: ContentKind;
  readonly read: Extract<Action, "policy.read" | "querypack.read">;
  readonly write: Extract<Action, "policy.write" | "querypack.write">;
  readonly table: Prisma.Sql;
  readonly assignments: Prisma.Sql;
  /** The assignment's column with the id of the content. */
  readonly assigned: Prisma.Sql;
  /** The number of checks of a row `c`. */
  readonly checks: Prisma.Sql;
  /** For the key of a bundle's list, and for messages. */
  readonly noun: string;
  readonly plural: string;
}

export const POLICIES: ContentKindFacts = {
  kind: "policy",
  read: "policy.read",
  write: "policy.write",
  table: Prisma.sql`"Policy"`,
  assignments: Prisma.sql`"PolicyAssignment"`,
  assigned: Prisma.sql`"policyId"`,
  checks: Prisma.sql`c."checks"`,
  noun: "policy",
  plural: "policies",
};

export const QUERYPACKS: ContentKindFacts = {
  kind: "querypack",
  read: "querypack.read",
  write: "querypack.write",
  table: Prisma.sql`"QueryPack"`,
  assignments: Prisma.sql`"QueryPackAssignment"`,
  assigned: Prisma.sql`"querypackId"`,
  checks: Prisma.sql`0`,
  noun: "query pack",
  plural: "query packs",
};
