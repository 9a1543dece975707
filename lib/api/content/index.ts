import type { ApiApp } from "../context";
import { addAssignments } from "./assignments";
import { NOUNS } from "./noun";
import { addReads } from "./read";
import { addUploads } from "./upload";

/** Policies and query packs: the same operations twice. */
export function addContent(app: ApiApp): void {
  for (const noun of NOUNS) {
    addUploads(app, noun);
    addReads(app, noun);
    addAssignments(app, noun);
  }
}
