import { listAuditEventsSchema, type ListAuditEventsInput } from "@/lib/audit/schema";

/** The parameters of the page's URL: `after` and `before` are cursors, `from` and `to` days. */
export const PARAMETERS = ["search", "action", "actor", "resource", "from", "to", "after", "before"] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** The instant at which a day begins, UTC; undefined for what is no day. */
function dayStart(day: string | undefined, offset = 0): string | undefined {
  const start = day !== undefined && DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(start) ? undefined : new Date(start + offset).toISOString();
}

/** What a URL asks of the audit log. What makes no sense in it is left out, rather than answered with an error. */
export function auditInput(query: Readonly<Record<string, string>>): ListAuditEventsInput {
  const shape = listAuditEventsSchema.shape.filter.unwrap().shape;
  const given = {
    search: query.search,
    action: query.action,
    actorId: query.actor,
    resourceId: query.resource,
    after: dayStart(query.from, -1),
    before: dayStart(query.to, DAY_MS),
  };
  const good = Object.entries(given).filter(([name, value]) => value !== undefined && shape[name as keyof typeof given].safeParse(value).success);
  const { after, before } = query;
  return listAuditEventsSchema.parse({ filter: Object.fromEntries(good), ...(after && { after }), ...(before && { before }) });
}
