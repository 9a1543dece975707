import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { AssetDto, AssetReportDto } from "@/lib/assets/dto";
import { Platform } from "./platform";
import { Score } from "./score";

/** The facts of an asset, and the result of its newest scan. */
export function AssetFacts({ asset, report }: { asset: AssetDto; report: AssetReportDto | null }) {
  const { mrn, arch, score, error, lastSeenAt, createdAt } = asset;
  const mrnDetail = (
    <span className="-my-1.5 inline-flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="font-mono break-all">{mrn}</span>
      <CopyButton iconOnly text={mrn} description="Copy the MRN" />
    </span>
  );
  return (
    <div className="mb-8 grid gap-4">
      {error !== null && (
        <Callout tone="critical" title="The last scan failed">
          <span className="break-words">{error}</span>
        </Callout>
      )}
      <Card>
        <DescriptionList
          items={[
            { term: "Score", detail: <Score score={score} /> },
            { term: "Platform", detail: <Platform {...asset} /> },
            ...(arch ? [{ term: "Architecture", detail: arch }] : []),
            { term: "Last seen", detail: <Time at={lastSeenAt} /> },
            { term: "First seen", detail: <Time at={createdAt} /> },
            ...(report ? [{ term: "Reported by", detail: report.receivedFrom }] : []),
            { term: "MRN", detail: mrnDetail },
          ]}
        />
      </Card>
    </div>
  );
}
