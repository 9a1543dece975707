import Link from "next/link";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { VisibleContents, SpaceDto } from "@/lib/spaces/dto";

interface Props {
  space: SpaceDto;
  contents: VisibleContents;
  /** Whether the user may see tokens. */
  showTokens: boolean;
}

const number = (count: number) => <span className="tabular-nums">{count.toLocaleString("en")}</span>;

function Id({ id }: { id: string }) {
  return (
    <span className="-my-1.5 inline-flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="font-mono break-all">{id}</span>
      <CopyButton iconOnly text={id} description="Copy the id" />
    </span>
  );
}

/** The facts of a space. */
export function SpaceFacts({ space, contents, showTokens }: Props) {
  const tokens = (
    <Link href={`/spaces/${space.id}/settings/tokens`} className="text-accent-text hover:underline">
      {contents.tokens !== null && number(contents.tokens)}
    </Link>
  );
  return (
    <Card>
      <DescriptionList
        items={[
          { term: "Id", detail: <Id id={space.id} /> },
          { term: "Created", detail: <Time at={space.createdAt} /> },
          ...(showTokens ? [{ term: "API tokens", detail: tokens }] : []),
          { term: "Policies", detail: number(contents.policies) },
          { term: "Query packs", detail: number(contents.querypacks) },
          { term: "Assets", detail: number(contents.assets) },
          { term: "Reports", detail: number(contents.reports) },
        ]}
      />
    </Card>
  );
}
