import type { Action } from "../access/authorization/permissions";
import { Prisma } from "../platform/db/generated/client";
import type { ContentKind } from "./schema";

/** What differs between policies and query packs: their tables, their rights, their words. */
export interface ContentKindFacts {
  readonly kind: ContentKind;
  readonly read: Extract<Action, "policy.read" | "querypack.read">;
  readonly write: Extract<Action, "policy.write" | "querypack.write">;
  readonly table: Prisma.Sql;
  readonly assignments: Prisma.Sql;
  /** The column of an assignment that names what is assigned. */
  readonly assigned: Prisma.Sql;
  /** How many checks a row `c` has. */
  readonly checks: Prisma.Sql;
  /** In the key of a bundle's list, and for people. */
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
