import type { Result } from "@/lib/platform/result/result";
import type { PolicyForecast } from "@/lib/tokens/policy-forecast";
import type { TokenPolicyInput } from "@/lib/organizations/schema";

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

/** What a token policy would do to the live tokens. */
export type ForecastPolicyAction = (
  input: TokenPolicyInput & { organizationId: string },
) => Promise<Result<{ forecast: PolicyForecast }>>;

export type DeleteOrganizationAction = (input: { organizationId: string; confirmName: string }) => Promise<Result>;
