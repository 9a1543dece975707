import { id, instant, searchText } from "../platform/validation/fields";
import { pageFields } from "../platform/paging/page";
import { z } from "../platform/validation/zod";
import { GRANULARITIES, USAGE_KINDS, type Granularity } from "./dto";

/** How many days a question may span, by granularity. */
export const MAX_DAYS: Record<Granularity, number> = { hour: 31, day: 400, month: 3_700 };
const DAY_MS = 86_400_000;

export const usageFields = {
  by: z.enum(USAGE_KINDS),
  /** Only this one: a token's or an API's id, or a subject. */
  key: searchText.optional(),
  /** From `from` until before `to`, in whole intervals of UTC. */
  from: instant,
  to: instant,
  granularity: z.enum(GRANULARITIES).default("day"),
};

type Asked = z.output<z.ZodObject<typeof usageFields>>;
type Rule = [test: (asked: Asked) => boolean, error: { path: string[]; message: string }];

/** What no field says alone. */
export const USAGE_RULES: Record<"key" | "order" | "length", Rule> = {
  key: [
    ({ by, key }) => by === "subject" || key === undefined || id.safeParse(key).success,
    { path: ["key"], message: "Enter an id." },
  ],
  order: [({ from, to }) => from < to, { path: ["to"], message: "Enter a time after the beginning." }],
  length: [
    ({ from, to, granularity }) => to.getTime() - from.getTime() <= MAX_DAYS[granularity] * DAY_MS,
    { path: ["from"], message: "The time is too long for this granularity." },
  ],
};

/** A page of the use of tokens, APIs or subjects. */
export const listUsageSchema = z
  .object({ ...usageFields, ...pageFields })
  .refine(...USAGE_RULES.key)
  .refine(...USAGE_RULES.order)
  .refine(...USAGE_RULES.length);
export type ListUsageInput = z.output<typeof listUsageSchema>;
