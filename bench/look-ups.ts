/** What the measured servers accept at `/api/metrics`. */
export const METRICS_TOKEN = "only-for-measuring";

/**
 * How many checks of the server at `url` have asked the database so far; NaN where it does not say, because it is none
 * of ours. One request, before and after a round.
 */
export async function lookUpsAt(url: string): Promise<number> {
  const answer = await fetch(new URL("/api/metrics", url), { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  return lookUpsIn(await answer.text());
}

/** The counter in an exposition; the sum of several workers'. NaN where it is not. */
export function lookUpsIn(exposition: string): number {
  const counts = [...exposition.matchAll(/^latchkey_token_lookups_total(?:\{.*\})? (\S+)$/gm)];
  return counts.length === 0 ? NaN : counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
