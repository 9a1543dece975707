import { type ListUrl, pageInput, readList, type SearchParams, searchOf } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import type { UserActor } from "@/lib/access/authorization/actor";
import { listSpaces } from "@/lib/spaces/queries";
import { listSpacesSchema } from "@/lib/spaces/schema";

/** A list of the organization's spaces at `path`. */
export function readSpaceList(path: string, given: SearchParams): ListUrl {
  return readList(path, given, ["q"]);
}

/** The spaces that its URL asks for. */
export function loadSpaces(actor: UserActor, list: ListUrl) {
  const load = listSpaces(
    actor,
    listSpacesSchema.parse({ search: searchOf(list), ...pageInput(list), limit: PAGE_SIZE }),
  );
  // Awaited where it is rendered; until then a failure is nobody's unhandled rejection.
  load.catch(() => undefined);
  return load;
}
