import type { ApiApp } from "../context";
import { addAssignments } from "./assignments";
import { CONTENT_NOUNS } from "./noun";
import { addReads } from "./read";
import { addUploads } from "./upload";

/** The operations on policies and on query packs, which are the same. */
export function addContent(app: ApiApp): void {
  for (const noun of CONTENT_NOUNS) {
    addUploads(app, noun);
    addReads(app, noun);
    addAssignments(app, noun);
  }
}
