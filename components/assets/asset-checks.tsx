import { ListFilters } from "@/components/lists/list-filters";
import { clearHref, hrefOf, type ListUrl, pageNumber } from "@/components/lists/list-url";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { NothingFound } from "@/components/ui/nothing-found";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import type { AssetReportDto } from "@/lib/assets/dto";
import { CheckTable, statusLabel } from "./check-table";
import { CHECKS_SHOWN, statusesOf, viewOf } from "./check-view";

interface Props {
  report: AssetReportDto;
  list: ListUrl;
}

/** The newest report's results for an asset, one row per check. */
export function AssetChecks({ report: { checks, moreChecks }, list }: Props) {
  if (checks.length === 0) return <EmptyState title="No checks">The report has no results for this asset.</EmptyState>;
  const { q, status } = list.params;
  const options = statusesOf(checks).map((one) => ({
    value: one.status,
    label: `${statusLabel(one.status)} (${one.checks.toLocaleString("en")})`,
  }));
  return (
    <Section title="Checks" description="Failures first.">
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
        <Found checks={viewOf(checks, { status, search: q })} list={list} />
      </ListFilters>
    </Section>
  );
}

function Found({ checks, list }: { checks: AssetReportDto["checks"]; list: ListUrl }) {
  const { q, status } = list.params;
  const filter = [q && `“${q}”`, status && `result ${statusLabel(status)}`].filter(Boolean).join(", ");
  const pages = Math.max(1, Math.ceil(checks.length / CHECKS_SHOWN));
  const page = Math.min(pageNumber(list), pages);
  const shown = checks.slice((page - 1) * CHECKS_SHOWN, page * CHECKS_SHOWN);
  if (shown.length === 0) return <NothingFound noun="checks" filter={filter} clearHref={clearHref(list)} />;
  const to = (number: number) => hrefOf(list, { page: number > 1 ? String(number) : undefined });
  return (
    <>
      <CheckTable checks={shown} />
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
