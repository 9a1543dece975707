import type { Result } from "@/lib/platform/result/result";

interface Seen {
  organizationId: string;
  version: number;
}

/** The server action behind both forms of the organization's settings: what stays out stays as it is. */
export type UpdateOrganizationAction = (
  input: Seen & {
    name?: string;
    code?: string;
    tokenMaxLifetimeDays?: number | null;
    tokenRequestsPerMinute?: number | null;
  },
) => Promise<Result>;

export type DeleteOrganizationAction = (input: { organizationId: string; confirmName: string }) => Promise<Result>;
