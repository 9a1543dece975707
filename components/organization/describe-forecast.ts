import { countOf, usedInWords } from "@/components/tokens/labels";
import type { PolicyForecast } from "@/lib/tokens/policy-forecast";

export interface TokenPolicy {
  tokenMaxLifetimeDays: number | null;
  tokenRequestsPerMinute: number | null;
}

export interface PolicyEffect {
  title: string;
  text: string;
  tone: "critical" | "caution" | "neutral";
}

/**
 * The effects of a policy on live tokens, in words. Empty without any. `lowered` has the limits that became stricter.
 */
export function describeForecast(
  forecast: PolicyForecast,
  { tokenRequestsPerMinute }: TokenPolicy,
  lowered: Record<keyof TokenPolicy, boolean>,
): PolicyEffect[] {
  if (forecast.live === 0) return [];
  const effects: PolicyEffect[] = [];
  if (lowered.tokenMaxLifetimeDays) effects.push(...lifetimeEffects(forecast));
  if (lowered.tokenRequestsPerMinute && tokenRequestsPerMinute !== null)
    effects.push(limitEffect(forecast, tokenRequestsPerMinute));
  return effects;
}

function lifetimeEffects({ ending, endingUsed, shortened }: PolicyForecast): PolicyEffect[] {
  const effects: PolicyEffect[] = [];
  if (ending > 0)
    effects.push({
      title: `${countOf(ending, "live API token")} ${ending === 1 ? "ends" : "end"} now`,
      text: `${usedInWords(endingUsed)} Programs that use ${ending === 1 ? "it" : "them"} can no longer call Latchkey.`,
      tone: "critical",
    });
  if (shortened > 0)
    effects.push({
      title: `${countOf(shortened, "live API token")} ${shortened === 1 ? "ends" : "end"} sooner than now`,
      text: "The list of API tokens shows when.",
      tone: "caution",
    });
  return effects;
}

function limitEffect({ live, used, aboveLimit }: PolicyForecast, limit: number): PolicyEffect {
  const above =
    aboveLimit === 0
      ? "None of them made more requests than this, on average over an hour."
      : `${aboveLimit.toLocaleString("en")} of them made more requests than this, on average over an hour: ` +
        "further requests are answered with 429.";
  return {
    title:
      `${countOf(live, "live API token")} may make at most ` +
      `${limit.toLocaleString("en")} ${limit === 1 ? "request" : "requests"} per minute`,
    text: `${usedInWords(used)} ${above}`,
    tone: aboveLimit > 0 ? "critical" : "neutral",
  };
}
