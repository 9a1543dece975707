import type { AssignmentAction } from "@/lib/content/schema";
import type { Result } from "@/lib/platform/result/result";

interface InSpace {
  organizationId: string;
  spaceId: string;
  ids: string[];
}

/** The server actions behind a list of policies or query packs. */
export interface ContentActions {
  assign: (input: InSpace & { action: AssignmentAction }) => Promise<Result>;
  unassign: (input: InSpace) => Promise<Result>;
  remove: (input: { organizationId: string; id: string }) => Promise<Result>;
}
