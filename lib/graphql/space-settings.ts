import type { SpaceSettings } from "../spaces/settings";
import { builder } from "./builder";

type Type = "Boolean" | "Int";

/** The groups of a space's settings and their fields, by the clients' names. */
const GROUPS = {
  terminatedAssetsConfiguration: { cleanup: "Boolean" },
  unusedServiceAccountsConfiguration: { cleanup: "Boolean" },
  garbageCollectAssetsConfiguration: { enable: "Boolean", afterDays: "Int" },
  platformVulnerabilityConfiguration: { enable: "Boolean" },
  eolAssetsConfiguration: { enable: "Boolean", monthsInAdvance: "Int" },
  casesConfiguration: { autoCreate: "Boolean", aggregationWindow: "Int" },
  exceptionsConfiguration: {
    requireApproval: "Boolean",
    allowIndefiniteValidUntil: "Boolean",
    allowSelfApproval: "Boolean",
  },
} as const satisfies { [G in keyof SpaceSettings]: { [F in keyof NonNullable<SpaceSettings[G]>]: Type } };

type Group = Record<string, boolean | number | null>;

const typeName = (group: string): string => group.charAt(0).toUpperCase() + group.slice(1);

const outputs = Object.entries<Record<string, Type>>(GROUPS).map(([group, fields]) => {
  const type = builder.objectRef<Group>(typeName(group)).implement({
    fields: (t) =>
      Object.fromEntries(
        Object.entries(fields).map(([field, of]) => [
          field,
          t.field({ type: of, nullable: true, resolve: (parent) => parent[field] as never }),
        ]),
      ),
  });
  return [group, type] as const;
});

const inputs = Object.entries<Record<string, Type>>(GROUPS).map(([group, fields]) => {
  const type = builder.inputType(`${typeName(group)}Input`, {
    fields: (t) => Object.fromEntries(Object.entries(fields).map(([field, of]) => [field, t.field({ type: of })])),
  });
  return [group, type] as const;
});

/** A space's settings. Null means not set. */
export const SpaceSettingsType = builder.objectRef<SpaceSettings>("SpaceSettings").implement({
  fields: (t) =>
    Object.fromEntries(
      outputs.map(([group, type]) => [
        group,
        t.field({
          type,
          nullable: true,
          resolve: (settings) => settings[group as keyof SpaceSettings] as Group | null,
        }),
      ]),
    ),
});

export const SpaceSettingsInput = builder
  .inputRef<{ [G in keyof SpaceSettings]?: Partial<NonNullable<SpaceSettings[G]>> | null }>("SpaceSettingsInput")
  .implement({
    fields: (t) => Object.fromEntries(inputs.map(([group, type]) => [group, t.field({ type })])),
  });
