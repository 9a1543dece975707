import type { ReactNode } from "react";
import { Page } from "@/components/frame/page";
import type { Crumb } from "@/components/frame/types";
import { OtherOrganizationNotice } from "@/components/spaces/other-organization-notice";
import { switchOrganizationAction } from "../../frame-actions";
import type { SpaceContext } from "./require-space";

interface Props {
  here: SpaceContext;
  /** The breadcrumbs after the space. */
  crumbs?: readonly Crumb[];
  title: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A page of a space, in the frame of its organization. */
export function SpacePage({ here, crumbs = [], ...page }: Props) {
  const { space, organization, isElsewhere } = here;
  const root = isElsewhere ? { label: organization.name } : { label: organization.name, href: "/" };
  const own = crumbs.length > 0 ? { label: space.name, href: `/spaces/${space.id}` } : { label: space.name };
  return (
    <Page {...page} breadcrumbs={[root, own, ...crumbs]}>
      {isElsewhere && (
        <OtherOrganizationNotice organization={organization} switchOrganization={switchOrganizationAction} />
      )}
      {page.children}
    </Page>
  );
}
