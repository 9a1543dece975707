import type { z } from "zod";
import type { Problem } from "./problem";

/** What is wrong with a field or a parameter that is not known. */
export const UNKNOWN_FIELD = "There is no such field here.";

type FieldErrors = NonNullable<Problem["errors"]>;

/** What a schema found wrong, field by field. A field that it does not know is told under its own name. */
export function fieldErrors({ issues }: z.ZodError): FieldErrors {
  return issues.flatMap((issue) => {
    const place = issue.path.join(".");
    if (issue.code !== "unrecognized_keys") return [{ field: place, detail: issue.message }];
    return issue.keys.map((key) => ({
      field: place === "" ? key : `${place}.${key}`,
      detail: UNKNOWN_FIELD,
    }));
  });
}
