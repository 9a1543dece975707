import { pageFields } from "../platform/paging/page";
import { z } from "../platform/validation/zod";
import { ADVICE_KINDS } from "./dto";

/** A page of the advice about an organization's tokens. */
export const listAdviceSchema = z.object({ kind: z.enum(ADVICE_KINDS).optional(), ...pageFields });
export type ListAdviceInput = z.output<typeof listAdviceSchema>;
