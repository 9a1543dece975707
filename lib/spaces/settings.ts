import { z } from "../platform/validation/zod";

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);
const count = z
  .number()
  .int()
  .min(0)
  .max(2_147_483_647)
  .nullish()
  .transform((value) => value ?? null);

/** A group of settings; null if not set. */
function group<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z
    .object(shape)
    .nullish()
    .transform((value) => value ?? null);
}

/** A space's settings, by the clients' names. Stored and returned as given; null if not set. */
export const spaceSettingsSchema = z.object({
  terminatedAssetsConfiguration: group({ cleanup: flag }),
  unusedServiceAccountsConfiguration: group({ cleanup: flag }),
  garbageCollectAssetsConfiguration: group({ enable: flag, afterDays: count }),
  platformVulnerabilityConfiguration: group({ enable: flag }),
  eolAssetsConfiguration: group({ enable: flag, monthsInAdvance: count }),
  casesConfiguration: group({ autoCreate: flag, aggregationWindow: count }),
  exceptionsConfiguration: group({ requireApproval: flag, allowIndefiniteValidUntil: flag, allowSelfApproval: flag }),
});
export type SpaceSettings = z.output<typeof spaceSettingsSchema>;
