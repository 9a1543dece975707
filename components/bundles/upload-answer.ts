import type { ContentDto } from "@/lib/content/dto";
import type { Finding } from "@/lib/content/parse/types";
import type { Failure } from "@/lib/platform/result/result";

/** The result of an upload. */
export interface StoredBundle {
  ok: true;
  items: Pick<ContentDto, "name">[];
  overwritten: number;
  warnings: Finding[];
  moreWarnings: number;
}

export type UploadAnswer = StoredBundle | Failure;

/** The findings of a refused bundle, and how many more there were. */
export interface BundleFindings {
  findings: readonly Finding[];
  more: number;
}

/** The validator's findings, in an accepted or refused answer. */
export function findingsOf(answer: UploadAnswer): BundleFindings {
  if (answer.ok) return { findings: answer.warnings, more: answer.moreWarnings };
  const { findings, moreErrors, moreWarnings } = (answer.detail ?? {}) as {
    findings?: Finding[];
    moreErrors?: number;
    moreWarnings?: number;
  };
  return { findings: findings ?? [], more: (moreErrors ?? 0) + (moreWarnings ?? 0) };
}

/** The uids that are already taken. */
export function takenUids(answer: Failure): readonly string[] {
  return (answer.detail as { uids?: string[] } | undefined)?.uids ?? [];
}
