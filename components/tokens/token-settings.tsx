import { Suspense } from "react";
import { Page } from "@/components/frame/page";
import type { Crumb } from "@/components/frame/types";
import { settingsTabs } from "@/components/settings/settings-tabs";
import { Tabs } from "@/components/ui/tabs";
import type { TokenDetails as Details } from "@/lib/tokens/details";
import type { TokenSummary as Summary } from "@/lib/tokens/queries";
import type { Result } from "@/lib/result";
import { CreateTokenForm } from "./create-token-form";
import { CreateTokenLink } from "./create-token-link";
import type { TokenSetting } from "./setting";
import { TokenDetails } from "./token-details";
import { TokenIndex, type TokenIndexProps } from "./token-index";
import { TokenPageTasks } from "./token-page-tasks";
import { SummaryFallback, TokenSummary } from "./token-summary";

interface Shell {
  /** What leads to the settings, with the settings themselves last. */
  crumbs: readonly Crumb[];
  /** "Organization settings". */
  title: string;
  /** The settings' own path; the tabs stand below it. */
  path: string;
}

/** The shell of the settings that the place stands in: an organization's or a space's. */
function shellOf({ facts, place }: TokenSetting): Shell {
  const { organization, space } = facts;
  const path = place.base.slice(0, -"/tokens".length);
  const home: Crumb = { label: organization.name, href: "/" };
  if (space === null) return { crumbs: [home, { label: "Settings", href: path }], title: "Organization settings", path };
  return { crumbs: [home, { label: space.name, href: `/spaces/${space.id}` }, { label: "Settings", href: path }], title: "Space settings", path };
}

/** Settings › API Tokens: the list. */
export function TokenSettingsList({ summary, ...list }: TokenIndexProps & { summary: Promise<Result<Summary>> }) {
  const { base } = list.setting.place;
  const { crumbs, title, path } = shellOf(list.setting);
  return (
    <Page breadcrumbs={[...crumbs, { label: "API Tokens" }]} title={title}>
      <Tabs label={title} items={settingsTabs(path, "tokens")} />
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <div className="text-muted">
          <Suspense fallback={<SummaryFallback />}>
            <TokenSummary load={summary} />
          </Suspense>
        </div>
        <CreateTokenLink base={base} />
      </div>
      <TokenIndex {...list} />
    </Page>
  );
}

/** Settings › API Tokens › the form. */
export function TokenSettingsForm({ setting }: { setting: TokenSetting }) {
  const { crumbs } = shellOf(setting);
  const { place, facts } = setting;
  return (
    <Page
      breadcrumbs={[...crumbs, { label: "API Tokens", href: place.base }, { label: "Create" }]}
      title={place.formTitle}
      description={facts.space === null ? "It reaches all spaces of the organization." : `It reaches the space ${facts.space.name} and nothing else.`}
    >
      <CreateTokenForm setting={setting} />
    </Page>
  );
}

/** Settings › API Tokens › one token. */
export function TokenSettingsDetails({ setting, details }: { setting: TokenSetting; details: Details }) {
  const { crumbs } = shellOf(setting);
  const { token } = details;
  const { base } = setting.place;
  return (
    <Page
      breadcrumbs={[...crumbs, { label: "API Tokens", href: base }, { label: token.name }]}
      title={token.name}
      action={token.status === "revoked" ? undefined : <TokenPageTasks setting={setting} token={token} />}
    >
      <TokenDetails details={details} base={base} />
    </Page>
  );
}
