import { type ListUrl, pageInput, readList, type SearchParams, searchOf } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import { startOfDay } from "@/components/ui/day";
import { listAuditEventsSchema, type ListAuditEventsInput } from "@/lib/audit/schema";

/** The log at its URL: `from` and `to` are days of the time zone `zone`. */
export function readAuditList(given: SearchParams): ListUrl {
  return readList("/admin/audit", given, ["q", "action", "actor", "resource", "from", "to", "zone"]);
}

/** The last instant before a day; undefined for what is no day. */
function before(day: string | undefined, zone: string | undefined): string | undefined {
  const start = startOfDay(day, zone);
  return start === null ? undefined : new Date(start - 1).toISOString();
}

/** The first instant after a day; undefined for what is no day. */
function after(day: string | undefined, zone: string | undefined): string | undefined {
  const end = startOfDay(day, zone, 1);
  return end === null ? undefined : new Date(end).toISOString();
}

/** The input for the audit log from a URL. Invalid values are ignored. */
export function auditInput(list: ListUrl): ListAuditEventsInput {
  const { action, actor, resource, from, to, zone } = list.params;
  const shape = listAuditEventsSchema.shape.filter.unwrap().shape;
  const given = {
    search: searchOf(list),
    action,
    actorId: actor,
    resourceId: resource,
    after: before(from, zone),
    before: after(to, zone),
  };
  const good = Object.entries(given).filter(
    ([name, value]) => value !== undefined && shape[name as keyof typeof given].safeParse(value).success,
  );
  return listAuditEventsSchema.parse({ filter: Object.fromEntries(good), ...pageInput(list), limit: PAGE_SIZE });
}
