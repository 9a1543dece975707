import { Time } from "@/components/ui/time";
import type { OldSecret } from "@/lib/tokens/details";

/** "latch_…x7Qa ends in 3 hours", one a line. */
export function OldSecrets({ secrets }: { secrets: readonly OldSecret[] }) {
  return (
    <ul>
      {secrets.map(({ hint, until }) => (
        <li key={hint}>
          <span className="font-mono">{hint}</span> ends <Time at={until} format="until" />.
        </li>
      ))}
    </ul>
  );
}
