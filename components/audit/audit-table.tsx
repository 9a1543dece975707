import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditEventDto } from "@/lib/audit/dto";
import { ActorLink } from "./actor-link";
import { Change } from "./change";
import { SubjectLinks } from "./subject-links";

interface Props {
  events: readonly AuditEventDto[];
  /** The URL of the log, filtered by one actor. */
  actorHref: (actorId: string) => string;
  /** The URL of the log, with only the events about one resource. */
  resourceHref: (resourceId: string) => string;
}

/** Who did what, when and from where. */
export function AuditTable({ events, actorHref, resourceHref }: Props) {
  const head = (
    <>
      <Th>What</Th>
      <Th>Who</Th>
      <Th>From</Th>
      <Th>When</Th>
    </>
  );
  return (
    <Table label="Audit events" head={head}>
      {events.map((event) => (
        <Tr key={event.sequence}>
          <Td>
            <p className="break-words">{event.message}</p>
            <p className="font-mono text-xs text-muted">{event.action}</p>
            <SubjectLinks event={event} allHref={resourceHref(event.resource.id)} />
            <Change event={event} />
          </Td>
          <Td label="Who">
            <ActorLink actor={event.actor} href={event.actor.id && actorHref(event.actor.id)} />
          </Td>
          <Td label="From">
            <span className="font-mono text-muted">{event.address ?? "Unknown"}</span>
          </Td>
          <Td label="When">
            <Time at={event.at} />
            <Time at={event.at} format="exact" className="block text-xs text-muted" />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
