import type { Metadata } from "next";
import Link from "next/link";
import { AuditTable } from "@/components/audit/audit-table";
import { Page } from "@/components/frame/page";
import { hrefOf } from "@/components/lists/list-url";
import { EndingTokens } from "@/components/overview/ending-tokens";
import { Figure } from "@/components/overview/figure";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";
import { listAuditEvents } from "@/lib/audit/queries";
import { listAuditEventsSchema } from "@/lib/audit/schema";
import { requireAdministrator } from "@/lib/access/session/session";
import type { UserActor } from "@/lib/access/authorization/actor";
import { listMembers } from "@/lib/members/queries";
import { listMembersSchema } from "@/lib/members/schema";
import { listSpaces } from "@/lib/spaces/queries";
import { listSpacesSchema } from "@/lib/spaces/schema";
import { liveText } from "@/components/tokens/labels";
import { EXPIRING_DAYS } from "@/lib/tokens/limits";
import { listTokens, summarizeTokens } from "@/lib/tokens/queries";
import { listTokensSchema } from "@/lib/tokens/schema";
import { crumbs } from "../crumbs";
import { orNotFound } from "../or-not-found";
import { readAuditList } from "./audit/filter";

export const metadata: Metadata = { title: "Admin dashboard" };

const FEW = { limit: 5 };

function load(actor: UserActor) {
  return Promise.all([
    summarizeTokens(actor, undefined).then(orNotFound),
    listTokens(actor, listTokensSchema.parse({ ...FEW, status: ["expiring"], sort: "expires", direction: "asc" })).then(
      orNotFound,
    ),
    listSpaces(actor, listSpacesSchema.parse({ limit: 1 })).then(orNotFound),
    listMembers(actor, listMembersSchema.parse({ limit: 1 })).then(orNotFound),
    listAuditEvents(actor, listAuditEventsSchema.parse(FEW)).then(orNotFound),
  ]);
}

/** The overview for administrators. */
export default async function AdminPage() {
  const actor = await requireAdministrator("/admin");
  const [tokens, ending, spaces, members, events] = await load(actor);
  const soon = tokens.endingSoon > 0 && (
    <StatusBadge
      tone="caution"
      label={`${liveText({ ...tokens, live: tokens.endingSoon })} expiring within ${EXPIRING_DAYS} days`}
    />
  );
  return (
    <Page breadcrumbs={await crumbs(actor, { label: "Admin" })} title="Admin dashboard">
      <div className="grid grid-cols-1 gap-12">
        <div className="grid gap-4 sm:grid-cols-3">
          <Figure label="Live API tokens" value={liveText(tokens)} href="/admin/tokens" note={soon} />
          <Figure label="Spaces" value={spaces.page.total} href="/admin/spaces" />
          <Figure label="Members" value={members.page.total} href="/admin/members" />
        </div>
        {ending.page.items.length > 0 && (
          <Section
            title="API tokens that expire soon"
            action={<More href="/admin/tokens?status=expiring&sort=expires">All of them</More>}
          >
            <EndingTokens tokens={ending.page.items} />
          </Section>
        )}
        <Section title="Latest events" action={<More href="/admin/audit">Audit log</More>}>
          <AuditTable
            events={events.page.items}
            actorHref={(id) => hrefOf(readAuditList({}), { actor: id })}
            resourceHref={(id) => hrefOf(readAuditList({}), { resource: id })}
          />
        </Section>
      </div>
    </Page>
  );
}

function More({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="text-accent-text hover:underline">
      {children}
    </Link>
  );
}
