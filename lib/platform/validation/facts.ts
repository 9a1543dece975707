import { z } from "./zod";
import { line, prose, storable } from "./fields";

/** A fact that clients attach to organizations and spaces; stored and returned, never interpreted. */
const pair = z.object({ key: line(100, "a key"), value: prose(1_000) });
export type Pair = z.output<typeof pair>;

/** Annotations, or tags. */
export const pairsSchema = z.array(pair).max(100, "Use at most 100.");

/** Whom to ask about an organization or a space. */
const contact = z.object({
  name: line(100, "a name"),
  email: storable(254)
    .nullish()
    .transform((value) => value?.trim() || null),
});
export type Contact = z.output<typeof contact>;

export const contactsSchema = z.array(contact).max(20, "Use at most 20.");
