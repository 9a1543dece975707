import type { ReportReason, ReportRefused } from "./types";

/** Where parsing stopped. */
export interface Position {
  offset: number;
  line: number;
  column: number;
}

/** Thrown to stop parsing at any depth. `parseReport` converts it to its result. */
export class Refusal extends Error {
  constructor(
    readonly reason: ReportReason,
    message: string,
    readonly path?: string,
    readonly position?: Position,
  ) {
    super(message);
  }

  /** The same refusal, with this position if it had none. */
  at(position: Position): Refusal {
    return new Refusal(this.reason, this.message, this.path, this.position ?? position);
  }

  toResult(): ReportRefused {
    const { reason, message, path, position } = this;
    return { ok: false, reason, message, ...position, ...(path ? { path } : {}) };
  }
}
