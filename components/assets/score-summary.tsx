import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { AssetSummary } from "@/lib/assets/dto";
import { NoAssets } from "./asset-index";
import { Score } from "./score";
import { ScoreDistribution } from "./score-distribution";

/** A summary of a space's assets: counts, and the distribution of their scores. */
export function ScoreSummary({ spaceId, summary }: { spaceId: string; summary: AssetSummary }) {
  const { assets, errors, averageScore, scores, lastSeenAt } = summary;
  if (assets === 0) return <NoAssets />;
  return (
    <Card>
      <dl className="mb-6 grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
        <Fact term="Assets">
          <Link
            href={`/spaces/${spaceId}/assets`}
            className="font-medium text-accent-text tabular-nums hover:underline"
          >
            {assets.toLocaleString("en")}
          </Link>
        </Fact>
        <Fact term="Average score">
          <Score score={averageScore} className="[&>:first-child]:w-auto" />
        </Fact>
        <Fact term="Failed scans">
          <span className="font-medium tabular-nums">{errors.toLocaleString("en")}</span>
        </Fact>
        <Fact term="Last seen">
          <Time at={lastSeenAt} className="font-medium" />
        </Fact>
      </dl>
      <ScoreDistribution scores={scores} />
      <p aria-hidden className="mt-1 text-center text-xs text-muted">
        Score, from 0 to 100
      </p>
    </Card>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{term}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}
