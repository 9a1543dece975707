/** The METRICS_TOKEN of the measured servers. */
export const METRICS_TOKEN = "only-for-measuring";

/**
 * How many checks of the server at `url` have queried the database so far; NaN for servers other than Latchkey. Sends
 * one request.
 */
export async function lookUpsAt(url: string): Promise<number> {
  const answer = await fetch(new URL("/api/metrics", url), { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  return lookUpsIn(await answer.text());
}

/** The value of the counter in a Prometheus exposition, summed over workers; NaN if it is missing. */
export function lookUpsIn(exposition: string): number {
  const counts = [...exposition.matchAll(/^latchkey_token_lookups_total(?:\{.*\})? (\S+)$/gm)];
  return counts.length === 0 ? NaN : counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
