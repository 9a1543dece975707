import { KeyRound } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { NothingFound } from "@/components/ui/nothing-found";
import { Pagination } from "@/components/ui/pagination";
import type { Result } from "@/lib/result";
import type { TokenPage } from "@/lib/tokens/queries";
import { CreateTokenLink } from "./create-token-link";
import { describeFilter } from "./describe-filter";
import { countOf } from "./labels";
import { clearHref, hrefOf, isFiltered, type ListView, nextHref, PAGE_SIZE, previousHref } from "./list-view";
import type { TokenSetting } from "./setting";
import { settled } from "./settled";
import { TokenTable } from "./token-table";

export interface TokenResultsProps {
  /** Under way since before this is rendered. */
  load: Promise<Result<{ page: TokenPage }>>;
  setting: TokenSetting;
  view: ListView;
}

/** The list in one of its states: filled, empty, nothing found, failed. Loading is its caller's fallback. */
export async function TokenResults({ load, setting, view }: TokenResultsProps) {
  const { base } = setting.place;
  const result = await settled(load, "the list of API tokens could not be read");
  if (result === null) return <Failed href={hrefOf(base, view)} />;
  if (!result.ok) return <NoSuchView href={clearHref(base, view)} />;
  const { page } = result;
  if (page.total === 0) return isFiltered(view) ? <Nothing setting={setting} view={view} /> : <Empty base={base} />;
  return (
    <>
      <p role="status" className="sr-only">
        {isFiltered(view) ? `${countOf(page.total, "API token")} found` : ""}
      </p>
      <TokenTable tokens={page.items} base={base} view={view} />
      <Pagination
        noun="API tokens"
        from={(view.page - 1) * PAGE_SIZE + 1}
        shown={page.items.length}
        total={page.total}
        previousHref={previousHref(base, view, page.previousCursor)}
        nextHref={nextHref(base, view, page.nextCursor)}
      />
    </>
  );
}

function Empty({ base }: { base: string }) {
  return (
    <EmptyState icon={<KeyRound />} title="No API tokens yet" action={<CreateTokenLink base={base} />}>
      With an API token a program calls Latchkey without anybody’s password: with the permissions you choose, for as long as you choose.
    </EmptyState>
  );
}

function Nothing({ setting, view }: Pick<TokenResultsProps, "setting" | "view">) {
  const filter = describeFilter(view, setting.facts.spaces);
  return <NothingFound noun="API tokens" filter={filter} clearHref={clearHref(setting.place.base, view)} />;
}

function NoSuchView({ href }: { href: string }) {
  return (
    <FailedState title="This view of the list does not exist" action={<ButtonLink href={href}>Show all API tokens</ButtonLink>}>
      The address asks for a scope or a page that is not there.
    </FailedState>
  );
}

function Failed({ href }: { href: string }) {
  return (
    <FailedState title="The API tokens could not be loaded" action={<ButtonLink href={href}>Try again</ButtonLink>}>
      Latchkey could not read them just now. The tokens themselves are not affected.
    </FailedState>
  );
}
