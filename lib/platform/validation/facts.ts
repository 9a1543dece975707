import { z } from "./zod";
import { line, prose, storable } from "./fields";

/** A key and value that clients attach to organizations and spaces. Stored and returned, never interpreted. */
const pair = z.strictObject({ key: line(100, "a key"), value: prose(1_000) });
export type Pair = z.output<typeof pair>;

/** The most characters of a list of pairs, keys and values together. A page of spaces has up to 400 such lists. */
const MAX_PAIRS_LENGTH = 8_192;

const lengthOf = (pairs: readonly Pair[]) => pairs.reduce((sum, { key, value }) => sum + key.length + value.length, 0);

/** Annotations, or tags, as they are sent. */
export const pairsSchema = z
  .array(pair)
  .max(100, "Use at most 100.")
  .refine((pairs) => lengthOf(pairs) <= MAX_PAIRS_LENGTH, "Use at most 8,192 characters in all.");

/**
 * The same as they were stored. Read without the rules for what is sent: these were kept already, and cost a page of
 * spaces 100 ms and more.
 */
export const storedPairsSchema = z.array(z.object({ key: z.string(), value: z.string() }));

/** A contact person for an organization or a space. */
const contact = z.strictObject({
  name: line(100, "a name"),
  email: storable(254)
    .nullish()
    .transform((value) => value?.trim() || null),
});
export type Contact = z.output<typeof contact>;

/** Contacts, as they are sent. */
export const contactsSchema = z.array(contact).max(20, "Use at most 20.");

/** Contacts, as they were stored. */
export const storedContactsSchema = z.array(z.object({ name: z.string(), email: z.string().nullable() }));
