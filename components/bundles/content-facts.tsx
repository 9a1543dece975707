import { By } from "@/components/ui/by";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { ContentDto } from "@/lib/content/dto";
import type { ContentActions } from "./actions";
import { AssignmentBadge } from "./assignment-badge";
import { AssignmentSelect } from "./assignment-select";
import { contentHref } from "./labels";
import { TagList } from "./tag-list";

interface Props {
  item: ContentDto;
  spaceId: string;
  /** How the assignment is changed; false for users who may not. */
  assign: false | ({ organizationId: string } & Pick<ContentActions, "assign" | "unassign">);
}

/** The facts about a policy or query pack. */
export function ContentFacts({ item, spaceId, assign }: Props) {
  const { uid, version, tags, description, updatedAt, updatedBy, assignment } = item;
  return (
    <Card className="mb-8">
      {description.trim() !== "" && (
        <p className="mb-6 max-w-prose break-words whitespace-pre-line">{description.trim()}</p>
      )}
      <DescriptionList
        items={[
          { term: "UID", detail: <span className="font-mono break-all">{uid}</span> },
          { term: "Version", detail: version ? <span className="font-mono">{version}</span> : "None" },
          { term: "Belongs to", detail: item.spaceId === null ? "All spaces of the organization" : "This space" },
          { term: "Tags", detail: <TagList tags={tags} /> },
          {
            term: "Updated",
            detail: (
              <>
                <Time at={updatedAt} />
                <By name={updatedBy} />
              </>
            ),
          },
          {
            term: "Assigned",
            detail: assign ? (
              <div className="sm:max-w-56">
                <AssignmentSelect
                  organizationId={assign.organizationId}
                  spaceId={spaceId}
                  item={item}
                  actions={{ assign: assign.assign, unassign: assign.unassign }}
                />
              </div>
            ) : (
              <AssignmentBadge assignment={assignment} />
            ),
          },
          {
            term: "Bundle",
            detail: (
              <a href={`${contentHref(spaceId, item)}/bundle`} download className="text-accent-text hover:underline">
                Download the YAML file
              </a>
            ),
          },
        ]}
      />
    </Card>
  );
}
