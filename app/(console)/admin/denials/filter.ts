import { type ListUrl, pageInput, readList, type SearchParams, searchOf } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import { daysInput } from "../days";
import { listDenialsSchema, type ListDenialsInput } from "@/lib/denials/schema";

/** The denials at their URL: `from` and `to` are days of the time zone `zone`. */
export function readDenialList(given: SearchParams): ListUrl {
  return readList("/admin/denials", given, ["q", "reason", "token", "from", "to", "zone"]);
}

/** The input for the list of denials from a URL. Invalid values are ignored. */
export function denialInput(list: ListUrl): ListDenialsInput {
  const { reason, token } = list.params;
  const shape = listDenialsSchema.shape.filter.unwrap().shape;
  const given = { search: searchOf(list), reason, tokenId: token, ...daysInput(list) };
  const good = Object.entries(given).filter(
    ([name, value]) => value !== undefined && shape[name as keyof typeof given].safeParse(value).success,
  );
  return listDenialsSchema.parse({ filter: Object.fromEntries(good), ...pageInput(list), limit: PAGE_SIZE });
}
