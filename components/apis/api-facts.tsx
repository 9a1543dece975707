import Link from "next/link";
import type { ReactNode } from "react";
import { LimitList } from "@/components/tokens/limit-list";
import { liveText } from "@/components/tokens/labels";
import { holdersHref } from "@/components/tokens/token-routes";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { ApiDto } from "@/lib/apis/dto";
import type { LiveCount } from "@/lib/tokens/scope-holders";
import { lifetimeInWords } from "./lifetimes";

interface Props {
  api: ApiDto;
  /** The deployment's own prefix. */
  tokenPrefix: string;
  /** The API tokens that have one of its scopes. */
  tokens: LiveCount;
}

/** The facts of an API. */
export function ApiFacts({ api, tokenPrefix, tokens }: Props) {
  const { lifetimeDays, maxLifetimeDays } = api.defaults;
  return (
    <Card>
      <DescriptionList
        items={[
          { term: "Identifier", detail: <Code text={api.identifier} copy="Copy the identifier" /> },
          {
            term: "Description",
            detail: api.description ? <p className="whitespace-pre-line">{api.description}</p> : <Muted>None</Muted>,
          },
          { term: "JWT algorithm", detail: api.algorithm },
          ...(api.exchangesLimited
            ? [{ term: "Exchange", detail: "Tokens with networks too: the API enforces the claim “networks”" }]
            : []),
          { term: "Token prefix", detail: <Prefix api={api} own={tokenPrefix} /> },
          { term: "Default lifetime", detail: lifetimeInWords(lifetimeDays, "No expiration") },
          { term: "Maximum lifetime", detail: lifetimeInWords(maxLifetimeDays, "No limit") },
          { term: "Default limits", detail: <LimitList limits={api.defaults.limits} /> },
          { term: "API tokens", detail: <Tokens of={api} count={tokens} /> },
          { term: "Registered", detail: <Time at={api.createdAt} /> },
          { term: "Id", detail: <Code text={api.id} copy="Copy the id" /> },
        ]}
      />
    </Card>
  );
}

function Tokens({ of: { identifier }, count }: { of: ApiDto; count: LiveCount }) {
  if (count.live === 0 && count.isExact) return <Muted>No live one has a scope of this API</Muted>;
  return (
    <Link href={holdersHref(identifier)} className="text-accent-text tabular-nums hover:underline">
      {liveText(count)} live with scopes of this API
    </Link>
  );
}

function Prefix({ api, own }: { api: ApiDto; own: string }) {
  return (
    <>
      <span className="font-mono">{`${api.tokenPrefix ?? own}_…`}</span>
      {api.tokenPrefix === null && <Muted> (Latchkey’s own)</Muted>}
    </>
  );
}

function Code({ text, copy }: { text: string; copy: string }) {
  return (
    <span className="-my-1.5 inline-flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="font-mono break-all">{text}</span>
      <CopyButton iconOnly text={text} description={copy} />
    </span>
  );
}

function Muted({ children }: { children: ReactNode }) {
  return <span className="text-muted">{children}</span>;
}
