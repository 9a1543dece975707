import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DeleteSpaceSection } from "@/components/spaces/delete-space-section";
import { EditSpaceForm } from "@/components/spaces/edit-space-form";
import { SpaceSettingsTabs } from "@/components/spaces/space-settings-tabs";
import { Card } from "@/components/ui/card";
import type { Action } from "@/lib/access/authorization/permissions";
import { decide } from "@/lib/access/authorization/decide";
import { deleteSpaceAction, spaceContentsAction, updateSpaceAction } from "../../../space-actions";
import { requireSpace } from "../require-space";
import { SpacePage } from "../space-page";

export const metadata: Metadata = { title: "Space settings" };

export default async function SpaceSettingsPage({ params }: { params: Promise<{ spaceId: string }> }) {
  const { spaceId } = await params;
  const here = await requireSpace(spaceId, `/spaces/${spaceId}/settings`);
  const { actor, space } = here;
  const { organizationId } = actor;
  const may = (action: Action) => decide(actor, action, { organizationId, spaceId: space.id }).ok;
  if (!may("space.update")) notFound();
  const editable = {
    id: space.id,
    name: space.name,
    description: space.description ?? "",
    version: space.version ?? 1,
  };
  return (
    <SpacePage here={here} crumbs={[{ label: "Settings" }]} title="Settings">
      <SpaceSettingsTabs spaceId={space.id} current="general" />
      <Card className="max-w-2xl">
        <EditSpaceForm organizationId={organizationId} space={editable} update={updateSpaceAction} />
      </Card>
      {may("space.delete") && (
        <div className="max-w-2xl">
          <DeleteSpaceSection
            organizationId={organizationId}
            space={editable}
            remove={deleteSpaceAction}
            contents={spaceContentsAction}
          />
        </div>
      )}
    </SpacePage>
  );
}
