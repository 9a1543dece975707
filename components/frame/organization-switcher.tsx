import { Building2, Check, ChevronsUpDown } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { DetailsMenu } from "./details-menu";
import { menuRow } from "@/components/ui/menu-row";
import type { FrameNavigation, FrameOrganization } from "./types";

function Current({ organization }: { organization: FrameOrganization }) {
  return (
    <>
      <Building2 aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate text-left font-medium">{organization.name}</span>
      <Badge className="font-mono">{organization.code}</Badge>
    </>
  );
}

function Choice({ organization, current }: { organization: FrameOrganization; current: boolean }) {
  return (
    <button
      type="submit"
      name="organizationId"
      value={organization.id}
      aria-current={current ? "true" : undefined}
      className={menuRow()}
    >
      <span className="min-w-0 flex-1 truncate">{organization.name}</span>
      {current && <Check aria-hidden />}
    </button>
  );
}

/** The organization's name, and a menu of the user's other organizations. Works without scripts. */
export function OrganizationSwitcher(props: FrameNavigation) {
  const { organization, organizations, switchOrganizationAction } = props;
  if (organizations.length < 2 || !switchOrganizationAction) {
    return (
      <div className="flex min-h-10 items-center gap-2 px-2 py-1.5">
        <Current organization={organization} />
      </div>
    );
  }
  return (
    <DetailsMenu
      button={
        <>
          <span className="sr-only">Organization:</span>
          <Current organization={organization} />
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </>
      }
    >
      <form action={switchOrganizationAction} className="max-h-80 overflow-y-auto">
        {organizations.map((choice) => (
          <Choice key={choice.id} organization={choice} current={choice.id === organization.id} />
        ))}
      </form>
    </DetailsMenu>
  );
}
