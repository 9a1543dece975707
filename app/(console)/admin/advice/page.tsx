import { BadgeCheck } from "lucide-react";
import type { Metadata } from "next";
import { AdviceTable } from "@/components/advice/advice-table";
import { Score } from "@/components/advice/score";
import { Page } from "@/components/frame/page";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, pageInput, readList, type SearchParams } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import { EmptyState } from "@/components/ui/empty-state";
import { requireAdministrator } from "@/lib/access/session/session";
import { ADVICE_KINDS } from "@/lib/advice/dto";
import { ADVICE_LABELS } from "@/lib/advice/labels";
import { listAdvice, readScore } from "@/lib/advice/queries";
import { listAdviceSchema } from "@/lib/advice/schema";
import { crumbs } from "../../crumbs";
import { orNotFound } from "../../or-not-found";

export const metadata: Metadata = { title: "Advice" };

export default async function AdvicePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = readList("/admin/advice", await searchParams, ["kind"]);
  const actor = await requireAdministrator(hrefOf(list));
  const kind = ADVICE_KINDS.find((known) => known === list.params.kind);
  const load = listAdvice(actor, listAdviceSchema.parse({ kind, ...pageInput(list), limit: PAGE_SIZE }));
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  const { score } = orNotFound(await readScore(actor));
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Advice" })}
      title="Advice"
      description={
        "What could be better about live API tokens, found once an hour. Services that read a token’s scopes from an " +
        "answer, and demand none, are not seen."
      }
    >
      <Score score={score} current={kind} kindHref={(one) => hrefOf(list, { kind: one })} />
      <ListResults
        list={list}
        load={load}
        noun="pieces of advice"
        columns={3}
        filter={kind === undefined ? "" : ADVICE_LABELS[kind].toLowerCase()}
        empty={<NothingToSay />}
      >
        {(tokens) => <AdviceTable tokens={tokens} />}
      </ListResults>
    </Page>
  );
}

function NothingToSay() {
  return (
    <EmptyState icon={<BadgeCheck />} title="No advice">
      Tokens that never expire, that nobody uses, or that may do more than their use needs are listed here.
    </EmptyState>
  );
}
