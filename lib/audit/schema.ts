import { z } from "../platform/validation/zod";
import { pageFields } from "../platform/paging/page";
import { id, instant, searchText, slug } from "../platform/validation/fields";

/** What the list of events is narrowed to. */
export const auditFilter = {
  /** Events of one space; a token for one space sees no others anyway. */
  spaceId: slug.optional(),
  /** What a person or a token did, by its id. */
  actorId: id.optional(),
  /** What somebody of exactly this name did, at that time. */
  actorName: z.string().max(200).optional(),
  /** Of people, tokens or the system. */
  actorKind: z.enum(["user", "token", "system"]).optional(),
  /** What happened to one thing, by its id. */
  resourceId: z.string().max(100).optional(),
  /** How the dotted action begins: `token`, or `token.created`. */
  action: z
    .string()
    .regex(/^[a-z][a-z_.]{0,60}$/, "Not an action.")
    .optional(),
  /** Found in the message or the actor's name. */
  search: searchText.default(""),
  /** After this instant, and before that one. */
  after: instant.optional(),
  before: instant.optional(),
};

/** A page of the audit log, the newest first unless asked otherwise. */
export const listAuditEventsSchema = z.object({
  filter: z.object(auditFilter).default({ search: "" }),
  direction: z.enum(["asc", "desc"]).default("desc"),
  ...pageFields,
  withTotal: z.boolean().default(false),
});
export type ListAuditEventsInput = z.output<typeof listAuditEventsSchema>;
export type AuditFilter = ListAuditEventsInput["filter"];

/** A chain's end as somebody kept it elsewhere: `sequence:mac in hex`. */
export const auditHeadSchema = z
  .string()
  .regex(/^\d{1,15}:[0-9a-f]{64}$/i, "must be a sequence and a MAC in hex, such as 42:9f86…")
  .transform((value) => {
    const [sequence = "", mac = ""] = value.split(":");
    return { sequence: Number(sequence), mac: mac.toLowerCase() };
  });
export type AuditHead = z.output<typeof auditHeadSchema>;
