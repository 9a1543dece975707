import { textOf } from "@/components/forms/form-state";
import type { FieldErrors } from "@/components/ui/form-errors";
import type { TokenDto } from "@/lib/tokens/dto";
import { MAX_METADATA_BYTES, SUBJECT, SUBJECT_RULE } from "@/lib/tokens/limits";
import { readPasted } from "@/lib/tokens/pasted-token";

type Metadata = TokenDto["metadata"];

/** Whom a token is for. */
type Customer = Pick<TokenDto, "subject" | "metadata">;

/** Why a text is not metadata. */
class MetadataError extends Error {}

/** The values of CustomerFields, after `customerErrors` found nothing. Undefined if the form does not have them. */
export function customerOf(values: FormData): Customer | undefined {
  if (!values.has("subject")) return undefined;
  return {
    subject: textOf(values, "subject").trim() || null,
    metadata: parseMetadata(textOf(values, "metadata")),
  };
}

/** The errors of CustomerFields that need no server. */
export function customerErrors(values: FormData): FieldErrors {
  const errors: FieldErrors = {};
  const subject = textOf(values, "subject").trim();
  if (subject !== "" && !SUBJECT.test(subject)) errors.subject = SUBJECT_RULE;
  // A secret would become part of URLs, lists and the audit log.
  if (readPasted(subject).kind === "token") errors.subject = "This is an API token. Enter your id of the customer.";
  try {
    parseMetadata(textOf(values, "metadata"));
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    errors.metadata = error.message;
  }
  return errors;
}

/** Metadata as a form shows it, to be changed. Empty for an empty object. */
export function metadataText(metadata: Metadata): string {
  return Object.keys(metadata).length === 0 ? "" : JSON.stringify(metadata, null, 2);
}

/** No text is an empty object. Throws MetadataError. */
function parseMetadata(text: string): Metadata {
  if (text.trim() === "") return {};
  const value = parseJson(text);
  if (!isObject(value)) throw new MetadataError('Enter a JSON object, such as {"plan": "pro"}.');
  if (new TextEncoder().encode(JSON.stringify(value)).byteLength > MAX_METADATA_BYTES)
    throw new MetadataError(`Use at most ${MAX_METADATA_BYTES} bytes of JSON.`);
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_name, value: unknown) => {
      if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER)
        throw new MetadataError("A number this large loses digits. Put it in quotes.");
      return value;
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw new MetadataError(`This is not JSON. ${error.message}`);
    throw error;
  }
}

function isObject(value: unknown): value is Metadata {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
