import { FORECAST_DAYS } from "@/lib/tokens/limits";
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

/** The effects of a policy on live tokens, in words. Empty without any. `lowered` has the limits that became stricter. */
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
      title: `${liveTokens(ending)} ${ending === 1 ? "ends" : "end"} now`,
      text: `${usedOf(endingUsed)} Programs that use ${ending === 1 ? "it" : "them"} can no longer call Latchkey.`,
      tone: "critical",
    });
  if (shortened > 0)
    effects.push({
      title: `${liveTokens(shortened)} ${shortened === 1 ? "ends" : "end"} sooner than now`,
      text: "The list of API tokens shows when.",
      tone: "caution",
    });
  return effects;
}

function limitEffect({ live, used, aboveLimit }: PolicyForecast, limit: number): PolicyEffect {
  const above =
    aboveLimit === 0
      ? "None of them made more requests than this, on average over an hour."
      : `${aboveLimit.toLocaleString("en")} of them made more requests than this, on average over an hour: further requests are answered with 429.`;
  return {
    title: `${liveTokens(live)} may make at most ${limit.toLocaleString("en")} ${limit === 1 ? "request" : "requests"} per minute`,
    text: `${usedOf(used)} ${above}`,
    tone: aboveLimit > 0 ? "critical" : "neutral",
  };
}

function liveTokens(count: number): string {
  return `${count.toLocaleString("en")} live API ${count === 1 ? "token" : "tokens"}`;
}

function usedOf(used: number): string {
  return used === 0
    ? `None was used in the last ${FORECAST_DAYS} days.`
    : `${used.toLocaleString("en")} ${used === 1 ? "was" : "were"} used in the last ${FORECAST_DAYS} days.`;
}
