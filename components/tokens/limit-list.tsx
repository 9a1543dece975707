import { Time } from "@/components/ui/time";
import type { TokenDto } from "@/lib/tokens/dto";
import { countedInWords } from "./limits-words";
import { CodeList } from "./code-list";

/** Limits on a page: nothing for none. */
export function LimitList({ limits: { networks, notBefore, ...rest } }: Pick<TokenDto, "limits">) {
  const counted = countedInWords(rest);
  return (
    <>
      {networks === undefined && notBefore === undefined && counted.length === 0 && <p className="text-muted">None</p>}
      {networks && <CodeList texts={networks} />}
      {notBefore && (
        <p>
          Not before <Time at={notBefore} format="exact" />
        </p>
      )}
      {counted.map((limit) => (
        <p key={limit}>{limit}</p>
      ))}
    </>
  );
}
