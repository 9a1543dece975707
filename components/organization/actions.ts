import type { Result } from "@/lib/platform/result/result";

interface Seen {
  organizationId: string;
  version: number;
}

/** The server action of both settings forms. Omitted fields stay as they are. */
export type UpdateOrganizationAction = (
  input: Seen & {
    name?: string;
    code?: string;
    tokenMaxLifetimeDays?: number | null;
    tokenRequestsPerMinute?: number | null;
  },
) => Promise<Result>;

export type DeleteOrganizationAction = (input: { organizationId: string; confirmName: string }) => Promise<Result>;
