import { z } from "../platform/validation/zod";
import { storable } from "../platform/validation/fields";
import { MAX_METADATA_BYTES } from "./limits";

type Json = z.core.util.JSONType;

const json: z.ZodType<Json, Json> = z.json();

/** A JSON object, as it was stored. */
export const metadataObject = z.record(z.string(), json).openapi({
  type: "object",
  description: "A JSON object of yours, up to 4 KiB. The token’s holder can read it.",
});

/** The same as it is sent: of limited size, and of characters that PostgreSQL can store. */
export const metadataSchema = metadataObject
  .refine(
    (metadata) => new TextEncoder().encode(JSON.stringify(metadata)).byteLength <= MAX_METADATA_BYTES,
    `Use at most ${MAX_METADATA_BYTES} bytes of JSON.`,
  )
  .refine(isStorable, "Some of these characters cannot be used.")
  .openapi({ type: "object" });
export type Metadata = z.output<typeof metadataSchema>;

function isStorable(value: Json): boolean {
  if (typeof value === "string") return storable(MAX_METADATA_BYTES).safeParse(value).success;
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item));
}
