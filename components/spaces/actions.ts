import type { Result } from "@/lib/platform/result/result";
import type { VisibleContents } from "@/lib/spaces/dto";

/** The server actions behind the forms of spaces. */
export type CreateSpaceAction = (input: {
  organizationId: string;
  name: string;
  description: string;
  id?: string | undefined;
}) => Promise<Result<{ spaceId: string }>>;

export type UpdateSpaceAction = (input: {
  organizationId: string;
  spaceId: string;
  version: number;
  name: string;
  description: string;
}) => Promise<Result>;

export type DeleteSpaceAction = (input: {
  organizationId: string;
  spaceId: string;
  confirmName: string;
}) => Promise<Result>;

/** The contents of a space, requested before it is deleted. */
export type SpaceContentsAction = (input: {
  organizationId: string;
  spaceId: string;
}) => Promise<Result<{ contents: VisibleContents }>>;

export interface SpaceActions {
  update: UpdateSpaceAction;
  remove: DeleteSpaceAction;
  contents: SpaceContentsAction;
}
