import { hrefOf, type ListUrl } from "@/components/lists/list-url";
import { RemoveFilter } from "@/components/lists/remove-filter";
import { settled } from "@/components/lists/settled";
import { Streamed } from "@/components/lists/streamed";
import type { AuditEventDto } from "@/lib/audit/dto";
import type { Page } from "@/lib/platform/paging/page";
import type { Result } from "@/lib/platform/result/result";

interface Props {
  list: ListUrl;
  load: Promise<Result<{ page: Page<AuditEventDto> }>>;
}

/** The actor or resource that the log is narrowed to in addition to its filters, and a link that clears it. */
export function ActiveFilters({ list, load }: Props) {
  const { actor, resource } = list.params;
  if (!actor && !resource) return null;
  return (
    <div className="mb-4 flex min-h-8 flex-wrap gap-2">
      <Streamed fallback={null}>
        <RemovableFilters list={list} load={load} />
      </Streamed>
    </div>
  );
}

async function RemovableFilters({ list, load }: Props) {
  const { actor, resource } = list.params;
  const result = await settled(load, "the audit log could not be read");
  const first = result?.ok ? result.page.items[0] : undefined;
  return (
    <>
      {actor && (
        <RemoveFilter href={hrefOf(list, { actor: undefined })}>
          Only by {first?.actor.id === actor ? first.actor.name : "one person or token"}
        </RemoveFilter>
      )}
      {resource && (
        <RemoveFilter href={hrefOf(list, { resource: undefined })}>
          Only about one {first?.resource.id === resource ? first.resource.kind : "thing"}
        </RemoveFilter>
      )}
    </>
  );
}
