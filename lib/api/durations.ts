/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const NAME = "latchkey_api_request_seconds";

interface Series {
  readonly labels: string;
  /** One more than BOUNDS, for values over all of them. */
  readonly buckets: number[];
  seconds: number;
}

/**
 * The histogram of API requests. Implemented here because the library's costs more than the check of a malformed token.
 * Output is in the text format of Prometheus (version 0.0.4).
 */
export class Durations {
  readonly #series = new Map<string, Series>();

  /** Counts a request. The labels come from fixed lists, never from client input. */
  observe(method: string, route: string, status: number, seconds: number): void {
    const key = `${method} ${status} ${route}`;
    const series = this.#series.get(key) ?? this.#add(key, `method="${method}",route="${route}",status="${status}"`);
    series.seconds += seconds;
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > (BOUNDS[bucket] ?? Infinity)) bucket += 1;
    series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
  }

  #add(key: string, labels: string): Series {
    const series = { labels, buckets: [...BOUNDS, Infinity].map(() => 0), seconds: 0 };
    this.#series.set(key, series);
    return series;
  }

  /** All series, in the text format. */
  toString(): string {
    const lines = [...this.#series.values()].flatMap(linesOf);
    return [`# HELP ${NAME} Duration of API requests.`, `# TYPE ${NAME} histogram`, ...lines, ""].join("\n");
  }
}

function linesOf({ labels, buckets, seconds }: Series): string[] {
  let upTo = 0;
  const counted = buckets.map((count, index) => {
    upTo += count;
    return `${NAME}_bucket{${labels},le="${BOUNDS[index] ?? "+Inf"}"} ${upTo}`;
  });
  return [...counted, `${NAME}_sum{${labels}} ${seconds}`, `${NAME}_count{${labels}} ${upTo}`];
}
