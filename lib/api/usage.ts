import { z } from "@hono/zod-openapi";
import { REASONS, type Reason } from "../denials/reasons";
import { csvHead, csvLine } from "../platform/csv";
import { USAGE_KINDS, GRANULARITIES, type UsageOf } from "../usage/dto";
import { listUsage } from "../usage/queries";
import { MAX_DAYS, USAGE_RULES, usageFields } from "../usage/schema";
import type { ApiApp, ApiContext } from "./context";
import { addOperation, ok } from "./operation";
import { listOf, pageQuery, toList, toPageInput } from "./operation/lists";
import { writeFailure } from "./operation/write";
import { rateFields, reply } from "./reply";

export const USAGE = "/api/v1/usage";
const USAGE_CSV = `${USAGE}.csv`;

const instant = { type: "string", format: "date-time" } as const;
const listQuery = z.strictObject({
  by: z.enum(USAGE_KINDS).openapi({ description: "Whose requests are listed." }),
  key: usageFields.key.openapi({ description: "Only this one: a token’s or an API’s id, or a subject." }),
  from: usageFields.from.openapi({ ...instant, description: "The beginning. Rounded down to an interval, in UTC." }),
  to: usageFields.to.openapi({
    ...instant,
    description: `The end. At most ${MAX_DAYS.hour} days after the beginning by the hour, ${MAX_DAYS.day} by the day.`,
  }),
  granularity: z.enum(GRANULARITIES).default("day").openapi({ description: "The length of an interval, in UTC." }),
  ...pageQuery,
});
const checkedQuery = listQuery
  .refine(...USAGE_RULES.key)
  .refine(...USAGE_RULES.order)
  .refine(...USAGE_RULES.length);

const usageSchema = z
  .object({
    key: z.string().openapi({ description: "The token’s or the API’s id, or the subject." }),
    name: z.string(),
    allowed: z.int(),
    denied: z.int(),
    points: z
      .array(
        z.object({
          start: z.iso.datetime(),
          allowed: z.int(),
          denied: z.partialRecord(z.enum(REASONS), z.int()).openapi({ description: "By reason." }),
        }),
      )
      .readonly()
      .openapi({ description: "Oldest first. Intervals without requests are left out." }),
  })
  .openapi("Usage");

const ABOUT =
  "Requests of tokens, of the APIs that were asked about, or of subjects, in intervals of UTC. " +
  "A page has at most 5,000 intervals, so that it may be shorter than its limit. " +
  "Counts are a few seconds old; a process that is killed loses up to 5 seconds of them, and none is counted twice.";

/** `/api/v1/usage`, as JSON and as CSV. */
export function addUsage(app: ApiApp): void {
  const common = {
    method: "get",
    needs: "token.read",
    refusesIssuers: true,
    tag: "Usage",
    query: checkedQuery,
  } as const;
  addOperation(app, {
    ...common,
    path: USAGE,
    operationId: "listUsage",
    summary: "Requests, allowed and denied by reason",
    description: ABOUT,
    success: { 200: "A page of tokens, APIs or subjects that had requests." },
    answers: listOf(usageSchema, "UsagePage"),
    run: async ({ actor, query }) => {
      const result = await listUsage(actor, toPageInput(query));
      return result.ok ? ok(toList(result.page, (item) => item)) : result;
    },
  });
  addOperation(app, {
    ...common,
    path: USAGE_CSV,
    operationId: "downloadUsage",
    summary: "The same as CSV",
    description: `${ABOUT} One line for each interval that has requests, in UTF-8. \`Link\` has the next page.`,
    success: { 200: "A page of lines." },
    answers: z.string(),
    produces: "text/csv",
    respond: async ({ c, actor, query }) => {
      const result = await listUsage(actor, toPageInput(query));
      if (!result.ok) return writeFailure(c, result);
      const { items, nextCursor } = result.page;
      return reply(c, 200, csvHead(COLUMNS) + items.map(linesOf).join(""), {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="usage.csv"',
        ...(nextCursor === null ? {} : { link: `<${nextOf(c, nextCursor)}>; rel="next"` }),
        ...rateFields(c),
      });
    },
  });
}

/** The path and query of the next page (RFC 8288). */
function nextOf(c: ApiContext, cursor: string): string {
  const query = new URLSearchParams({ ...c.req.query(), cursor });
  return `${USAGE_CSV}?${query.toString()}`;
}

const COLUMNS = ["key", "name", "start", "allowed", ...REASONS.map((reason: Reason) => `denied_${reason}`)];

const linesOf = ({ key, name, points }: UsageOf): string =>
  points
    .map(({ start, allowed, denied }) =>
      csvLine([key, name, start, String(allowed), ...REASONS.map((reason) => String(denied[reason] ?? 0))]),
    )
    .join("");
