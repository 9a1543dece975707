import { Time } from "@/components/ui/time";
import type { TokenDto } from "@/lib/tokens/dto";

/** "used 2 min ago from 10.0.0.7". */
export function LastUse({ lastUsed }: { lastUsed: NonNullable<TokenDto["lastUsed"]> }) {
  return (
    <>
      used <Time at={lastUsed.at} />
      {lastUsed.address && (
        <>
          {" "}
          from <span className="font-mono">{lastUsed.address}</span>
        </>
      )}
    </>
  );
}
