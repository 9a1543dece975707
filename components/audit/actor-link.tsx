import { KeyRound, Server, UserRound } from "lucide-react";
import Link from "next/link";
import type { AuditEventDto } from "@/lib/audit/dto";

const ICON = { user: UserRound, token: KeyRound, system: Server };
const KIND = { user: "Person", token: "API token", system: "System" };

interface Props {
  actor: AuditEventDto["actor"];
  /** The URL of the log, filtered by this actor. */
  href: string | null;
}

/** The actor's name, with a link to everything they did. */
export function ActorLink({ actor, href }: Props) {
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
