import type { z } from "zod";
import type { Problem } from "./problem";

type FieldErrors = NonNullable<Problem["errors"]>;

/** What a schema found wrong, field by field. A field that it does not know is told under its own name. */
export function fieldErrors({ issues }: z.ZodError): FieldErrors {
  return issues.flatMap((issue) => {
    const place = issue.path.join(".");
    if (issue.code !== "unrecognized_keys") return [{ field: place, detail: issue.message }];
    return issue.keys.map((key) => ({
      field: place === "" ? key : `${place}.${key}`,
      detail: "There is no such field here.",
    }));
  });
}
