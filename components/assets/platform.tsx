import type { AssetDto } from "@/lib/assets/dto";

/** The platform of an asset with its version. */
export function Platform({ platform, platformVersion }: Pick<AssetDto, "platform" | "platformVersion">) {
  if (!platform) return <span className="text-muted">Unknown</span>;
  return (
    <span className="break-words">
      {platform} {platformVersion && <span className="text-muted tabular-nums">{platformVersion}</span>}
    </span>
  );
}
