import { type ListUrl, pageInput, readList, type SearchParams, searchOf } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import { listAuditEventsSchema, type ListAuditEventsInput } from "@/lib/audit/schema";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** The log at its URL: `from` and `to` are days. */
export function readAuditList(given: SearchParams): ListUrl {
  return readList("/admin/audit", given, ["q", "action", "actor", "resource", "from", "to"]);
}

/** The instant at which a day begins, UTC; undefined for what is no day. */
function dayStart(day: string | undefined, offset = 0): string | undefined {
  const start = day !== undefined && DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(start) ? undefined : new Date(start + offset).toISOString();
}

/** What a URL asks of the audit log. What makes no sense in it is left out, rather than answered with an error. */
export function auditInput(list: ListUrl): ListAuditEventsInput {
  const { action, actor, resource, from, to } = list.params;
  const shape = listAuditEventsSchema.shape.filter.unwrap().shape;
  const given = {
    search: searchOf(list),
    action,
    actorId: actor,
    resourceId: resource,
    after: dayStart(from, -1),
    before: dayStart(to, DAY_MS),
  };
  const good = Object.entries(given).filter(
    ([name, value]) => value !== undefined && shape[name as keyof typeof given].safeParse(value).success,
  );
  return listAuditEventsSchema.parse({ filter: Object.fromEntries(good), ...pageInput(list), limit: PAGE_SIZE });
}
