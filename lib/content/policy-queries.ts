import type { Actor } from "../access/authorization/actor";
import { listChecks } from "./checks";
import type { BundleFile, ContentDto } from "./dto";
import { POLICIES } from "./kind";
import { downloadBundle, findByUids, getContent, listContent, type UidInSpace } from "./queries";
import type { ListChecksInput, ListContentInput } from "./schema";
import type { Page } from "../platform/paging/page";
import type { Result } from "../platform/result/result";

/**
 * A page of the policies that a space sees, or (spaceId null) of the organization-wide ones. Fails with `not_found`,
 * `insufficient_scope`.
 */
export function listPolicies(actor: Actor, input: ListContentInput): Promise<Result<{ page: Page<ContentDto> }>> {
  return listContent([POLICIES], actor, input);
}

/** One policy. Fails with `not_found`, `insufficient_scope`. */
export function getPolicy(actor: Actor, id: string): Promise<Result<{ item: ContentDto }>> {
  return getContent(POLICIES, actor, id);
}

/**
 * The policies with these uids, in the same order; null for those that the actor may not see. Assignments are those of
 * `inSpace`.
 */
export function findPolicies(
  actor: Actor,
  wanted: readonly UidInSpace[],
  inSpace: string | null = null,
): Promise<(ContentDto | null)[]> {
  return findByUids(POLICIES, actor, wanted, inSpace);
}

/** A policy with a page of its checks and queries. Fails with `not_found`, `insufficient_scope`, `invalid_request`. */
export function listPolicyChecks(actor: Actor, input: ListChecksInput): ReturnType<typeof listChecks> {
  return listChecks(POLICIES, actor, input);
}

/** The uploaded file of a policy. Fails with `not_found`, `insufficient_scope`. */
export function downloadPolicy(actor: Actor, id: string): Promise<Result<{ file: BundleFile }>> {
  return downloadBundle(POLICIES, actor, id);
}
