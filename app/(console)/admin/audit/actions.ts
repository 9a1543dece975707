"use server";

import { z } from "@/lib/platform/validation/zod";
import { action } from "@/lib/access/action";
import { verifyAuditLog } from "@/lib/audit/queries";

export const verifyAuditLogAction = action(z.unknown(), ({ actor }) => verifyAuditLog(actor));
