import { type ListUrl, pageInput, readList, type SearchParams, searchOf } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import { daysInput } from "../days";
import { listAuditEventsSchema, type ListAuditEventsInput } from "@/lib/audit/schema";

/** The log at its URL: `from` and `to` are days of the time zone `zone`. */
export function readAuditList(given: SearchParams): ListUrl {
  return readList("/admin/audit", given, ["q", "action", "actor", "resource", "from", "to", "zone"]);
}

/** The input for the audit log from a URL. Invalid values are ignored. */
export function auditInput(list: ListUrl): ListAuditEventsInput {
  const { action, actor, resource } = list.params;
  const shape = listAuditEventsSchema.shape.filter.unwrap().shape;
  const given = {
    search: searchOf(list),
    action,
    actorId: actor,
    resourceId: resource,
    ...daysInput(list),
  };
  const good = Object.entries(given).filter(
    ([name, value]) => value !== undefined && shape[name as keyof typeof given].safeParse(value).success,
  );
  return listAuditEventsSchema.parse({ filter: Object.fromEntries(good), ...pageInput(list), limit: PAGE_SIZE });
}
