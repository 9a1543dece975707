import { KeyRound, Server, UserRound } from "lucide-react";
import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditEventDto } from "@/lib/audit/dto";
import { Change } from "./change";
import { subjectOf } from "./subject";

const ICON = { user: UserRound, token: KeyRound, system: Server };
const KIND = { user: "Person", token: "API token", system: "System" };

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

interface ActorLinkProps {
  actor: AuditEventDto["actor"];
  /** The URL of the log, filtered by this actor. */
  href: string | null;
}

/** The actor's name, with a link to everything they did. */
function ActorLink({ actor, href }: ActorLinkProps) {
  const Icon = ICON[actor.kind];
  return (
    <span className="inline-flex min-w-0 items-start gap-2">
      <Icon role="img" aria-label={KIND[actor.kind]} className="mt-0.5 size-4 shrink-0 text-muted" />
      {href ? (
        <Link href={href} className="min-w-0 break-words hover:underline">
          {actor.name}
        </Link>
      ) : (
        <span className="min-w-0 break-words">{actor.name}</span>
      )}
    </span>
  );
}

/** Links to the subject's page and to all events about it. */
function SubjectLinks({ event, allHref }: { event: AuditEventDto; allHref: string }) {
  const { name, href } = subjectOf(event);
  return (
    <p className="flex flex-wrap gap-x-3 text-xs">
      {href && (
        <Link href={href} prefetch={false} className="text-accent-text hover:underline">
          {name}
          <span className="sr-only"> of: {event.message}</span>
        </Link>
      )}
      <Link href={allHref} prefetch={false} className="text-accent-text hover:underline">
        All events about this {name.startsWith("API") ? name : name.toLowerCase()}
      </Link>
    </p>
  );
}
