import type { SearchParams } from "@/components/lists/list-url";

/** The times that the use of a token is shown for, as the URL names them. */
const USAGE_PERIODS = ["24h", "30d", "12m"] as const;
export type UsagePeriod = (typeof USAGE_PERIODS)[number];

const DEFAULT_USAGE_PERIOD: UsagePeriod = "30d";

/** The URL's parameter that has the period. */
export const USE_PARAMETER = "use";

/** The periods in the order of their links. */
export const PERIOD_LINKS: readonly { readonly period: UsagePeriod; readonly label: string }[] = [
  { period: "24h", label: "24 hours" },
  { period: "30d", label: "30 days" },
  { period: "12m", label: "12 months" },
];

/** The period that the URL chooses: 30 days, unless it names another one. */
export function readUsagePeriod(params: SearchParams): UsagePeriod {
  return USAGE_PERIODS.find((period) => period === params[USE_PARAMETER]) ?? DEFAULT_USAGE_PERIOD;
}

/** The URL of a page that shows the period. The default one is not named. */
export function usagePeriodHref(path: string, period: UsagePeriod): string {
  return period === DEFAULT_USAGE_PERIOD ? path : `${path}?${USE_PARAMETER}=${period}`;
}
