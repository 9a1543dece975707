import { Time } from "@/components/ui/time";
import type { TokenDto } from "@/lib/tokens/dto";
import { CodeList } from "./code-list";

/** Limits on a page: nothing for none. */
export function LimitList({ limits: { networks, notBefore } }: Pick<TokenDto, "limits">) {
  return (
    <>
      {networks === undefined && notBefore === undefined && <p className="text-muted">None</p>}
      {networks && <CodeList texts={networks} />}
      {notBefore && (
        <p>
          Not before <Time at={notBefore} format="exact" />
        </p>
      )}
    </>
  );
}
