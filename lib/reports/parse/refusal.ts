import type { ReportReason, ReportRefused } from "./types";

/** Where the reading of a report stopped. */
export interface Position {
  offset: number;
  line: number;
  column: number;
}

/** Ends the reading of a report from any depth; `parseReport` turns it into the value that it returns. */
export class Refusal extends Error {
  constructor(
    readonly reason: ReportReason,
    message: string,
    readonly path?: string,
    readonly position?: Position,
  ) {
    super(message);
  }

  /** The same, with a position where it had none. */
  at(position: Position): Refusal {
    return new Refusal(this.reason, this.message, this.path, this.position ?? position);
  }

  toResult(): ReportRefused {
    const { reason, message, path, position } = this;
    return { ok: false, reason, message, ...position, ...(path ? { path } : {}) };
  }
}
