import { type ListUrl, pageInput, readList, type SearchParams, searchOf } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import type { UserActor } from "@/lib/access/authorization/actor";
import { listSpaces } from "@/lib/spaces/queries";
import { listSpacesSchema } from "@/lib/spaces/schema";

/** A list of the organization's spaces at `path`. */
export function readSpaceList(path: string, given: SearchParams): ListUrl {
  return readList(path, given, ["q"]);
}

/** Loads the spaces for the list's URL. */
export function loadSpaces(actor: UserActor, list: ListUrl) {
  const load = listSpaces(
    actor,
    listSpacesSchema.parse({ search: searchOf(list), ...pageInput(list), limit: PAGE_SIZE }),
  );
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  return load;
}
