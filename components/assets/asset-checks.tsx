import { ListFilters } from "@/components/lists/list-filters";
import { clearHref, hrefOf, type ListUrl, pageNumber } from "@/components/lists/list-url";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { NothingFound } from "@/components/ui/nothing-found";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import type { CheckDefinitionDto } from "@/lib/content/dto";
import { CheckTable, statusLabel } from "./check-table";
import { CHECKS_SHOWN, type NamedCheck, statusesOf, viewOf } from "./check-view";

interface Props {
  spaceId: string;
  checks: readonly NamedCheck[];
  /** Whether the report has more checks than these. */
  moreChecks: boolean;
  list: ListUrl;
  /** What the checks with these uids ask, by uid. */
  describe: (uids: readonly string[]) => Promise<ReadonlyMap<string, CheckDefinitionDto>>;
}

/** The newest report's results for an asset, one row per check. */
export function AssetChecks({ spaceId, checks, moreChecks, list, describe }: Props) {
  if (checks.length === 0) return <EmptyState title="No checks">The report has no results for this asset.</EmptyState>;
  const { q, status } = list.params;
  const options = statusesOf(checks).map((one) => ({
    value: one.status,
    label: `${statusLabel(one.status)} (${one.checks.toLocaleString("en")})`,
  }));
  return (
    <Section title="Checks" description="Failures first, the most severe at the top.">
      {moreChecks && (
        <Callout className="mb-4">
          The report has more. These are its first {checks.length.toLocaleString("en")} checks.
        </Callout>
      )}
      <ListFilters
        list={list}
        label="Checks"
        searchLabel="Search for checks"
        filters={[{ name: "status", label: "Result", options: [{ value: "", label: "Any result" }, ...options] }]}
      >
        <Found spaceId={spaceId} checks={viewOf(checks, { status, search: q })} list={list} describe={describe} />
      </ListFilters>
    </Section>
  );
}

async function Found({ spaceId, checks, list, describe }: Omit<Props, "moreChecks">) {
  const { q, status } = list.params;
  const filter = [q && `“${q}”`, status && `result ${statusLabel(status)}`].filter(Boolean).join(", ");
  const pages = Math.max(1, Math.ceil(checks.length / CHECKS_SHOWN));
  const page = Math.min(pageNumber(list), pages);
  const shown = checks.slice((page - 1) * CHECKS_SHOWN, page * CHECKS_SHOWN);
  if (shown.length === 0) return <NothingFound noun="checks" filter={filter} clearHref={clearHref(list)} />;
  const definitions = await describe(shown.map(({ uid }) => uid));
  const to = (number: number) => hrefOf(list, { page: number > 1 ? String(number) : undefined });
  return (
    <>
      <CheckTable spaceId={spaceId} checks={shown} definitions={definitions} />
      <Pagination
        noun="checks"
        from={(page - 1) * CHECKS_SHOWN + 1}
        shown={shown.length}
        total={checks.length}
        {...(page > 1 && { previousHref: to(page - 1) })}
        {...(page < pages && { nextHref: to(page + 1) })}
      />
    </>
  );
}
