import { z } from "@hono/zod-openapi";
import type { ContentKindFacts } from "../../content/kind";
import { POLICIES, QUERYPACKS } from "../../content/kind";
import { contentShape, uploadedShape } from "./schema";

/** What differs between policies and query packs in REST: paths, names, schemas. */
export interface ContentNoun {
  readonly kind: ContentKindFacts;
  /** For paths and responses. */
  readonly plural: "policies" | "querypacks";
  /** For paths of assignments. */
  readonly singular: "policy" | "querypack";
  readonly tag: string;
  /** For operation ids. */
  readonly One: string;
  readonly Many: string;
  /** For sentences. */
  readonly word: string;
  readonly words: string;
  readonly item: z.ZodObject;
  readonly uploaded: z.ZodObject;
}

const policy = z.object({ ...contentShape, checks: z.int() }).openapi("Policy");
const querypack = z.object(contentShape).openapi("QueryPack");

export const CONTENT_NOUNS: readonly ContentNoun[] = [
  {
    kind: POLICIES,
    plural: "policies",
    singular: "policy",
    tag: "Policies",
    One: "Policy",
    Many: "Policies",
    word: "policy",
    words: "policies",
    item: policy,
    uploaded: z.object({ policies: z.array(policy).readonly(), ...uploadedShape }).openapi("UploadedPolicies"),
  },
  {
    kind: QUERYPACKS,
    plural: "querypacks",
    singular: "querypack",
    tag: "Query packs",
    One: "QueryPack",
    Many: "QueryPacks",
    word: "query pack",
    words: "query packs",
    item: querypack,
    uploaded: z.object({ querypacks: z.array(querypack).readonly(), ...uploadedShape }).openapi("UploadedQueryPacks"),
  },
];
