import { ByteBudget, type HeldBytes } from "../../byte-budget";
import { processWide } from "../../process-wide";

/** The memory for large bodies, in bytes: two uploads of the maximum size per organization, and eight in total. */
const LIMITS = { total: 256 * 1024 * 1024, perKey: 64 * 1024 * 1024 };

const budget = (): ByteBudget => processWide("large bodies", () => new ByteBudget(LIMITS));

/** Reserves memory for a large body of an organization. Release it when the request is answered. */
export const holdBody = (organizationId: string): HeldBytes => budget().hold(organizationId);
