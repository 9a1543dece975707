/** A request as it is put on the wire. Each header is one line; names may repeat. */
export interface FuzzRequest {
  readonly surface: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

/** What came back. */
export interface FuzzAnswer {
  readonly status: number;
  readonly ms: number;
}
