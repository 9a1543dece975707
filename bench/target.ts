/** What one request carries. */
export interface BenchCall {
  readonly method?: "GET" | "POST";
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A server and the requests for it. */
export interface BenchTarget {
  readonly name: string;
  readonly url: string;
  /** The process that answers. */
  readonly pid: number;
  /** The status that every answer must have. */
  readonly status: number;
  /**
   * The request, or several that each connection sends in turn, or a function that makes the next one if there are too
   * many.
   */
  readonly call: BenchCall | readonly BenchCall[] | (() => BenchCall);
  /**
   * Each request uses another token. The write of its use some seconds later is part of this row's cost, not of the
   * next.
   */
  readonly leavesUses?: boolean;
  /** Its statements are some for each second, not for each request: it is measured as if it had none. */
  readonly isHot?: boolean;
  /** The program calls itself, for so many seconds as it is asked to. */
  readonly isInProcess?: boolean;
  /** Other requests to the same server meanwhile, so many a second. They are not measured. */
  readonly beside?: { readonly call: BenchTarget["call"]; readonly perSecond: number };
}

/** The requests of a target, one after the other. */
export function nextCall({ call }: Pick<BenchTarget, "call">): () => BenchCall {
  if (typeof call === "function") return call;
  const calls: readonly BenchCall[] = isSeveral(call) ? call : [call];
  let next = 0;
  return () => calls[next++ % calls.length] as BenchCall;
}

export const isSeveral = (call: BenchTarget["call"]): call is readonly BenchCall[] => Array.isArray(call);
