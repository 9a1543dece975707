import { z } from "../platform/validation/zod";
import { pageFields } from "../platform/paging/page";
import { id, instant, searchText, slug } from "../platform/validation/fields";

/** The filter of the event list. */
export const auditFilter = {
  /** Events of one space. */
  spaceId: slug.optional(),
  /** Events by this user or token. */
  actorId: id.optional(),
  /** Events by an actor that had exactly this name at the time. */
  actorName: z.string().max(200).optional(),
  /** Events by users, tokens or the system. */
  actorKind: z.enum(["user", "token", "system"]).optional(),
  /** Events about this resource. */
  resourceId: z.string().max(100).optional(),
  /** A prefix of the dotted action: `token`, or `token.created`. */
  action: z
    .string()
    .regex(/^[a-z][a-z_.]{0,60}$/, "Not an action.")
    .optional(),
  /** Text in the message, the actor's name, the action or the address. */
  search: searchText.default(""),
  /** A range of time, exclusive. */
  after: instant.optional(),
  before: instant.optional(),
};

/** A page of the audit log, newest first by default. */
export const listAuditEventsSchema = z.object({
  filter: z.object(auditFilter).default({ search: "" }),
  direction: z.enum(["asc", "desc"]).default("desc"),
  ...pageFields,
  withTotal: z.boolean().default(false),
});
export type ListAuditEventsInput = z.output<typeof listAuditEventsSchema>;
export type AuditFilter = ListAuditEventsInput["filter"];

/** The head of a chain, as noted earlier: `sequence:mac in hex`. */
export const auditHeadSchema = z
  .string()
  .regex(/^\d{1,15}:[0-9a-f]{64}$/i, "must be a sequence and a MAC in hex, such as 42:9f86…")
  .transform((value) => {
    const [sequence = "", mac = ""] = value.split(":");
    return { sequence: Number(sequence), mac: mac.toLowerCase() };
  });
export type AuditHead = z.output<typeof auditHeadSchema>;
