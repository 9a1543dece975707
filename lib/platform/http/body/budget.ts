import { ByteBudget, type HeldBytes } from "../../byte-budget";
import { processWide } from "../../process-wide";

/** Large bodies in memory at a time, in bytes: two uploads of the largest size for each organization, and eight in all. */
const LIMITS = { total: 256 * 1024 * 1024, perKey: 64 * 1024 * 1024 };

const budget = (): ByteBudget => processWide("large bodies", () => new ByteBudget(LIMITS));

/** A share of the memory for large bodies, for one request of an organization. Release it when the request is answered. */
export const holdBody = (organizationId: string): HeldBytes => budget().hold(organizationId);
