import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DescriptionList, type DescriptionItem } from "@/components/ui/description-list";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";
import { Time } from "@/components/ui/time";
import { TokenAdvice } from "@/components/advice/token-advice";
import type { Advice } from "@/lib/advice/dto";
import type { ChildToken, TokenDetails as Details } from "@/lib/tokens/details";
import type { TokenDto } from "@/lib/tokens/dto";
import { CodeList } from "./code-list";
import { LimitList } from "./limit-list";
import { OldSecrets } from "./old-secrets";
import { metadataText } from "./customer-input";
import { IssuedSection } from "./issued-section";
import { countOf, permissionNames, spaceAccessName, STATUS_LABELS } from "./labels";
import type { TokenPageContext } from "./token-page-context";
import { DASHBOARD, denialsHref, subjectHref } from "./token-routes";

interface TokenDetailsProps {
  details: Details;
  advice: readonly Advice[];
  context: TokenPageContext;
}

/** All there is to know about one token. */
export function TokenDetails({ details, advice, context }: TokenDetailsProps) {
  const { token, childTokens, descendants, oldSecrets, issued } = details;
  const { base } = context.routes;
  return (
    <div className="grid grid-cols-1 gap-8">
      {token.status === "revoked" && (
        <Callout tone="critical" title="This API token is deleted">
          {token.revokedBy} deleted it <Time at={token.revokedAt} />. It no longer works, and stays here for the audit
          log.
        </Callout>
      )}
      {oldSecrets.length > 0 && (
        <Callout
          tone="caution"
          title={oldSecrets.length === 1 ? "Its old secret still works" : "Its old secrets still work"}
        >
          <OldSecrets secrets={oldSecrets} />
        </Callout>
      )}
      <Card>
        <DescriptionList items={factsOf(details, base)} />
      </Card>
      <TokenAdvice advice={advice} token={token} />
      {childTokens.length > 0 && <ChildTokens childTokens={childTokens} descendants={descendants} base={base} />}
      {issued && <IssuedSection token={token} issued={issued} context={context} />}
    </div>
  );
}

function factsOf({ token, parent }: Details, base: string): DescriptionItem[] {
  const { label, tone } = STATUS_LABELS[token.status];
  return [
    {
      term: "Description",
      detail: token.description ? <p className="whitespace-pre-line">{token.description}</p> : <Nothing text="None" />,
    },
    { term: "Status", detail: <StatusBadge tone={tone} label={label} /> },
    { term: "Token", detail: <span className="font-mono">{token.hint}</span> },
    { term: "Space access", detail: spaceAccessName(token) },
    { term: "Permissions", detail: permissionNames(token.permissions) },
    ...(token.grants.length > 0 ? [{ term: "API scopes", detail: <Grants grants={token.grants} /> }] : []),
    ...(token.permissions.includes("issuer")
      ? [{ term: "Issues tokens for", detail: <Issues issues={token.issues} /> }]
      : []),
    ...(token.permissions.includes("verifier")
      ? [{ term: "Verifies", detail: <Binding verifies={token.verifies} /> }]
      : []),
    ...customerFacts(token),
    { term: "Limits", detail: <Limits token={token} parent={parent} base={base} /> },
    { term: "Created by", detail: <GeneratedBy token={token} parent={parent} base={base} /> },
    { term: "Expires", detail: <Moment at={token.expiresAt} format="until" /> },
    { term: "Last used", detail: <Moment at={token.lastUsed?.at ?? null} /> },
    ...(token.lastUsed ? lastUseFacts(token.lastUsed) : []),
    ...(base === DASHBOARD.base ? [{ term: "Denials", detail: <DenialsLink id={token.id} /> }] : []),
  ];
}

function DenialsLink({ id }: Pick<TokenDto, "id">) {
  return (
    <Link href={denialsHref(id)} prefetch={false} className="text-accent-text hover:underline">
      Requests that were denied
    </Link>
  );
}

/** The scopes of each API. */
function Grants({ grants }: Pick<TokenDto, "grants">) {
  return (
    <ul className="grid gap-2">
      {grants.map(({ api, scopes }) => (
        <li key={api}>
          <p className="font-mono break-all text-muted">{api}</p>
          <CodeList texts={scopes} />
        </li>
      ))}
    </ul>
  );
}

/** What an Issuer issues. */
function Issues({ issues }: Pick<TokenDto, "issues">) {
  if (issues.length === 0) return <Nothing text="No API: those it had are deleted" />;
  return (
    <ul className="grid gap-2">
      {issues.map(({ api, scopes }) => (
        <li key={api}>
          <p className="font-mono break-all text-muted">{api}</p>
          {scopes === undefined ? <p>All scopes</p> : <CodeList texts={scopes} />}
        </li>
      ))}
    </ul>
  );
}

/** The APIs that a Verifier is bound to. */
function Binding({ verifies }: Pick<TokenDto, "verifies">) {
  if (verifies === null) return <p>All API tokens that it can reach</p>;
  if (verifies.length === 0) return <Nothing text="No API token" />;
  return (
    <ul className="grid gap-2">
      {verifies.map((api) => (
        <li key={api} className="font-mono break-all">
          {api}
        </li>
      ))}
    </ul>
  );
}

/** From where and from when a token works, and whose limits hold too. */
function Limits({ token, parent, base }: { token: TokenDto; parent: Details["parent"]; base: string }) {
  return (
    <div className="grid gap-2">
      <LimitList limits={token.limits} />
      {parent && (
        <p className="text-muted">
          Those of <Link href={`${base}/${parent.id}`}>{parent.name}</Link> and its parents hold too.
        </p>
      )}
      {token.subject !== null && <p className="text-muted">Those of its subject hold too.</p>}
    </div>
  );
}

/** Whom the token is for, if that was said. */
function customerFacts({ subject, metadata }: TokenDto): DescriptionItem[] {
  const items: DescriptionItem[] = [];
  if (subject !== null) items.push({ term: "Subject", detail: <Subject subject={subject} /> });
  const text = metadataText(metadata);
  if (text !== "") items.push({ term: "Metadata", detail: <Metadata text={text} /> });
  return items;
}

function Subject({ subject }: { subject: string }) {
  return (
    <Link href={subjectHref(subject)} prefetch={false} className="font-mono break-all text-accent-text hover:underline">
      {subject}
    </Link>
  );
}

function Metadata({ text }: { text: string }) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label="Metadata"
      className={cn(
        "max-h-60 overflow-y-auto rounded-md border border-line bg-subtle px-3",
        "py-2 font-mono text-xs leading-5 break-all whitespace-pre-wrap",
      )}
    >
      {text}
    </pre>
  );
}

function lastUseFacts({ address, agent }: NonNullable<TokenDto["lastUsed"]>): DescriptionItem[] {
  return [
    {
      term: "Last address",
      detail: address ? <span className="font-mono">{address}</span> : <Nothing text="Unknown" />,
    },
    {
      term: "Last agent",
      detail: agent ? <span className="font-mono text-xs">{agent}</span> : <Nothing text="Unknown" />,
    },
  ];
}

function GeneratedBy({ token, parent, base }: { token: TokenDto; parent: Details["parent"]; base: string }) {
  return (
    <>
      {token.issuerId !== null ? (
        <>
          the Issuer <Link href={`${base}/${token.issuerId}`}>{token.createdBy}</Link>
        </>
      ) : parent ? (
        <>
          the API token <Link href={`${base}/${parent.id}`}>{parent.name}</Link>
        </>
      ) : (
        <>
          {token.createdBy}
          {token.creatorLeft && (
            <>
              {" "}
              <Badge tone="caution">Creator has left</Badge>
            </>
          )}
        </>
      )}
      , <Time at={token.createdAt} format="exact" />
    </>
  );
}

function Moment({ at, format }: { at: string | null; format?: "until" }) {
  if (at === null) return <Nothing text="Never" />;
  return (
    <>
      <Time at={at} format={format} />
      <span className="text-muted">
        , <Time at={at} format="exact" />
      </span>
    </>
  );
}

function Nothing({ text }: { text: string }) {
  return <span className="text-muted">{text}</span>;
}

function ChildTokens({
  childTokens,
  descendants,
  base,
}: {
  childTokens: readonly ChildToken[];
  descendants: number;
  base: string;
}) {
  return (
    <Section
      title="Child tokens"
      description={`Deleting this API token also deletes ${countOf(descendants, "child token")}.`}
    >
      <Card flush>
        <ul className="divide-y divide-line">
          {childTokens.map(({ id, name, status }) => (
            <li key={id} className="flex items-center justify-between gap-4 px-4 py-2.5">
              <Link href={`${base}/${id}`} prefetch={false} className="min-w-0 break-words">
                {name}
              </Link>
              <StatusBadge {...STATUS_LABELS[status]} />
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
