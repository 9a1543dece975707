import type { z } from "zod";
import type { Problem } from "./problem";

/** The message for an unknown field or parameter. */
export const UNKNOWN_FIELD = "There is no such field here.";

type FieldErrors = NonNullable<Problem["errors"]>;

/** The errors of a schema by field. Unknown fields are listed under their own name. */
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
