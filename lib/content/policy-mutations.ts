import type { Actor } from "../access/authorization/actor";
import { assignContent, unassignContent, type AssignmentDto } from "./assignments";
import { deleteContent } from "./delete-content";
import type { ContentDto, Uploaded } from "./dto";
import { POLICIES } from "./kind";
import type { AssignInput, UnassignInput, UploadInput } from "./schema";
import { uploadBundle } from "./upload";
import type { Result } from "../platform/result/result";

/** Stores the policies of a bundle. See `uploadBundle` for how it fails. */
export function uploadPolicies(actor: Actor, input: UploadInput): Promise<Result<Uploaded>> {
  return uploadBundle(POLICIES, actor, input);
}

/**
 * Deletes a policy; deleting the last one of a bundle deletes the file. Fails with `not_found`, `insufficient_scope`.
 */
export function deletePolicy(actor: Actor, input: { id: string }): Promise<Result<{ item: ContentDto }>> {
  return deleteContent(POLICIES, actor, input);
}

/** Makes a space use or skip policies. All or nothing. Fails with `not_found`, `insufficient_scope`. */
export function assignPolicies(
  actor: Actor,
  input: AssignInput,
): Promise<Result<{ assignments: readonly AssignmentDto[] }>> {
  return assignContent(POLICIES, actor, input);
}

/** Removes a space's assignments of policies. Fails with `not_found`, `insufficient_scope`. */
export function unassignPolicies(
  actor: Actor,
  input: UnassignInput,
): Promise<Result<{ assignments: readonly AssignmentDto[] }>> {
  return unassignContent(POLICIES, actor, input);
}
