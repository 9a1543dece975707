import { Prisma } from "../../platform/db/generated/client";
import type { Limits } from "./schema";

/** Whether something is limited. */
export const isLimiting = (limits: Limits): boolean => Object.values(limits).some((limit) => limit !== undefined);

/** The column's value of some limits: null for none. */
export function limitsColumn(limits: Limits): Prisma.InputJsonObject | typeof Prisma.DbNull {
  return isLimiting(limits) ? (JSON.parse(JSON.stringify(limits)) as Prisma.InputJsonObject) : Prisma.DbNull;
}

/** The limits for the audit log: null for none. */
export function factsOfLimits(limits: Limits) {
  if (!isLimiting(limits)) return null;
  const { networks = [], notBefore = null, windows, quota, ...counted } = limits;
  return {
    networks: [...networks],
    notBefore,
    ...(windows ? { windows: windows.map((window) => ({ ...window })) } : {}),
    ...(quota ? { quota: { ...quota } } : {}),
    ...counted,
  };
}
