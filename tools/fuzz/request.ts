/** A request as it is sent. Each header is one line, and names may repeat. */
export interface FuzzRequest {
  readonly surface: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

/** The response. */
export interface FuzzAnswer {
  readonly status: number;
  readonly ms: number;
  /** The seconds of Retry-After. */
  readonly retryAfter: number | null;
}
