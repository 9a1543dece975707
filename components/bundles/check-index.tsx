import { ListChecks } from "lucide-react";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import type { ListUrl } from "@/components/lists/list-url";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ContentDto, UsedCheckDto } from "@/lib/content/dto";
import type { Page } from "@/lib/platform/paging/page";
import type { Result } from "@/lib/platform/result/result";
import { CheckTexts, OPEN_AT_TOP } from "./check-texts";
import { CONTENT_LABELS, countOf } from "./labels";
import { SeverityBadge } from "./severity-badge";

interface Props {
  item: ContentDto;
  list: ListUrl;
  /** A promise that was started before this component renders. */
  load: Promise<Result<{ isListed: boolean; page: Page<UsedCheckDto> }>>;
}

const PURPOSES = { check: "Check", query: "Query" } as const;
const PURPOSE = {
  name: "purpose",
  label: "Checks or queries",
  options: [
    { value: "", label: "Checks and queries" },
    { value: "check", label: "Checks only" },
    { value: "query", label: "Queries only" },
  ],
};

/** The checks and queries of a policy, or the queries of a query pack. */
export function CheckIndex({ item, list, load }: Props) {
  const isPolicy = item.kind === "policy";
  const noun = isPolicy ? "checks" : "queries";
  const { q, purpose } = list.params;
  const filter = [q && `“${q}”`, PURPOSE.options.find(({ value }) => value && value === purpose)?.label];
  const counts = [isPolicy && countOf(item.checks, "check"), countOf(item.queries, "query", "queries")];
  return (
    <Section title={isPolicy ? "Checks and queries" : "Queries"} description={counts.filter(Boolean).join(", ")}>
      <ListFilters
        list={list}
        label={isPolicy ? "Checks and queries" : "Queries"}
        searchLabel="Search for titles, uids"
        filters={isPolicy ? [PURPOSE] : []}
      >
        <ListResults
          list={list}
          load={load}
          noun={isPolicy ? "checks and queries" : noun}
          columns={isPolicy ? 4 : 3}
          filter={filter.filter(Boolean).join(", ")}
          empty={<Empty item={item} load={load} />}
        >
          {(checks) => <CheckRows checks={checks} isPolicy={isPolicy} />}
        </ListResults>
      </ListFilters>
    </Section>
  );
}

async function Empty({ item: { kind }, load }: Pick<Props, "item" | "load">) {
  const result = await load;
  const { noun } = CONTENT_LABELS[kind];
  if (result.ok && !result.isListed)
    return (
      <EmptyState icon={<ListChecks />} title="Not listed yet">
        An older version of Latchkey stored this bundle. Its checks appear here within a few minutes. Reload the page to
        see them.
      </EmptyState>
    );
  return (
    <EmptyState icon={<ListChecks />} title={`This ${noun} is empty`}>
      Its bundle lists no checks and no queries.
    </EmptyState>
  );
}

function CheckRows({ checks, isPolicy }: { checks: readonly UsedCheckDto[]; isPolicy: boolean }) {
  const head = (
    <>
      <Th>{isPolicy ? "Check" : "Query"}</Th>
      {isPolicy && <Th>Kind</Th>}
      <Th>Severity</Th>
      <Th>Group</Th>
    </>
  );
  return (
    <Table label={isPolicy ? "Checks and queries" : "Queries"} head={head}>
      {checks.map((check) => (
        <CheckRow key={check.position} check={check} isPolicy={isPolicy} />
      ))}
    </Table>
  );
}

function CheckRow({ check, isPolicy }: { check: UsedCheckDto; isPolicy: boolean }) {
  const { uid, title, purpose, impact, group, isDefined } = check;
  const name = title ?? uid ?? `Unnamed ${purpose}`;
  return (
    <Tr className={OPEN_AT_TOP}>
      <Td>
        <div className="min-w-0 lg:min-w-80">
          <p className="font-medium break-words">{name}</p>
          {uid && uid !== name && <p className="font-mono text-xs break-all text-muted">{uid}</p>}
          {!isDefined && <p className="text-xs text-muted">No bundle that this space sees defines it.</p>}
          <CheckTexts {...check} name={uid ?? `${name} (${check.position + 1})`} />
        </div>
      </Td>
      {isPolicy && <Td label="Kind">{PURPOSES[purpose]}</Td>}
      <Td label="Severity">
        <SeverityBadge impact={impact} />
      </Td>
      <Td label="Group">{group ?? <span className="text-muted">None</span>}</Td>
    </Tr>
  );
}
