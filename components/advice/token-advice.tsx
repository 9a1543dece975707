import { Section } from "@/components/ui/section";
import type { Advice } from "@/lib/advice/dto";
import { adviceText } from "@/lib/advice/labels";
import { AdviceAction } from "./advice-action";

/** The advice about one token. Nothing if there is none. */
export function TokenAdvice({ advice, token }: { advice: readonly Advice[]; token: { id: string; name: string } }) {
  if (advice.length === 0) return null;
  return (
    <Section title="Advice">
      <ul className="divide-y divide-line rounded-md border border-line bg-raised">
        {advice.map((one) => (
          <li key={one.kind} className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 py-3">
            <span className="break-words">{adviceText(one)}</span>
            <AdviceAction kind={one.kind} token={token} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
