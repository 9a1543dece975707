import type { AssignmentAction, ContentKind } from "@/lib/content/schema";

interface ContentLabels {
  noun: string;
  plural: string;
  title: string;
  /** The path segment below a space. */
  path: string;
  /** One sentence about its purpose. */
  purpose: string;
}

/** The labels that differ between policies and query packs. */
export const CONTENT_LABELS: Record<ContentKind, ContentLabels> = {
  policy: {
    noun: "policy",
    plural: "policies",
    title: "Policies",
    path: "policies",
    purpose: "A policy is a list of checks that agents run on this space’s assets. Policies come in YAML bundles.",
  },
  querypack: {
    noun: "query pack",
    plural: "query packs",
    title: "Query packs",
    path: "querypacks",
    purpose:
      "A query pack is a list of questions that agents ask this space’s assets. Query packs come in YAML bundles.",
  },
};

/** The page of a policy or query pack in a space. */
export function contentHref(spaceId: string, { kind, id }: { kind: ContentKind; id: string }): string {
  return `/spaces/${spaceId}/${CONTENT_LABELS[kind].path}/${id}`;
}

/** The labels of assignments. */
export const ASSIGNMENT_LABELS: Record<AssignmentAction | "NONE", string> = {
  ACTIVE: "Active",
  IGNORE: "Ignored",
  NONE: "Not assigned",
};

/** "1 check", "1,204 checks". */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}

/** "1.4 MB", as file managers say it. */
export function sizeOf(bytes: number): string {
  if (bytes < 1_000) return countOf(bytes, "byte");
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${size.toFixed(size < 10 ? 1 : 0)} ${unit}`;
}
