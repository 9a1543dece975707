import Link from "next/link";
import type { AuditEventDto } from "@/lib/audit/dto";
import { subjectOf } from "./subject";

/** Links to the subject's page and to all events about it. */
export function SubjectLinks({ event, allHref }: { event: AuditEventDto; allHref: string }) {
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
