import { z } from "../validation/zod";
import { fail, type Result } from "../result/result";

const parts = z.array(z.union([z.string(), z.number(), z.null()])).max(8);

/** An opaque cursor over the given parts: base64url of JSON. It carries positions, never rights. */
export function encodeCursor(values: z.input<typeof parts>): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** The parts of a cursor that `schema` accepts; anything else fails with `invalid_request` for `field`. */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>, field = "cursor"): Result<{ position: T }> {
  try {
    const parsed = schema.safeParse(parts.parse(JSON.parse(Buffer.from(cursor, "base64url").toString())));
    if (parsed.success) return { ok: true, position: parsed.data };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
  }
  return fail("invalid_request", { field, fields: { [field]: "Not a cursor of this list." } });
}
