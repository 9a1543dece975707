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

/** `unknown` says what happens to members that are no settings. */
function settingsSchema(unknown: "refuse" | "drop") {
  const objectOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape> =>
    unknown === "refuse" ? z.strictObject(shape) : z.object(shape);
  /** A group of settings; null if not set. */
  const group = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
    objectOf(shape)
      .nullish()
      .transform((value) => value ?? null);
  return objectOf({
    terminatedAssetsConfiguration: group({ cleanup: flag }),
    unusedServiceAccountsConfiguration: group({ cleanup: flag }),
    garbageCollectAssetsConfiguration: group({ enable: flag, afterDays: count }),
    platformVulnerabilityConfiguration: group({ enable: flag }),
    eolAssetsConfiguration: group({ enable: flag, monthsInAdvance: count }),
    casesConfiguration: group({ autoCreate: flag, aggregationWindow: count }),
    exceptionsConfiguration: group({ requireApproval: flag, allowIndefiniteValidUntil: flag, allowSelfApproval: flag }),
  });
}

/** A space's settings, by the clients' names. Stored and returned as given; null if not set. */
export const spaceSettingsSchema = settingsSchema("refuse");
/** The same as they were stored, perhaps by a newer version during a rolling upgrade. */
export const storedSpaceSettingsSchema = settingsSchema("drop");
export type SpaceSettings = z.output<typeof spaceSettingsSchema>;
