import { LineCounter } from "yaml";
import { MAX_FINDINGS } from "./limits";
import type { Finding, FindingCode } from "./types";

/** The place of a finding: an offset into the text and, once parsed, a path. */
export interface FindingPlace {
  offset: number;
  path?: string;
}

const inOrder = (a: Finding, b: Finding): number => a.line - b.line || a.column - b.column;

/** Collects findings, at most MAX_FINDINGS per severity. More are only counted. */
export class Findings {
  /** Where lines begin; filled while the text is read. */
  readonly lines = new LineCounter();
  readonly #kept = { error: [] as Finding[], warning: [] as Finding[] };
  readonly #count = { error: 0, warning: 0 };

  error(code: FindingCode, message: string, place: FindingPlace): void {
    this.#add("error", code, message, place);
  }

  warn(code: FindingCode, message: string, place: FindingPlace): void {
    this.#add("warning", code, message, place);
  }

  /** The line, from 1, of an offset into the text. */
  line(offset: number): number {
    return Math.max(1, this.lines.linePos(offset).line);
  }

  get failed(): boolean {
    return this.#count.error > 0;
  }

  get errors(): Finding[] {
    return this.#kept.error.toSorted(inOrder);
  }

  get warnings(): Finding[] {
    return this.#kept.warning.toSorted(inOrder);
  }

  get moreErrors(): number {
    return this.#count.error - this.#kept.error.length;
  }

  get moreWarnings(): number {
    return this.#count.warning - this.#kept.warning.length;
  }

  #add(severity: Finding["severity"], code: FindingCode, message: string, { offset, path }: FindingPlace): void {
    this.#count[severity] += 1;
    if (this.#kept[severity].length >= MAX_FINDINGS) return;
    const { line, col } = this.lines.linePos(offset);
    const where = { line: Math.max(1, line), column: Math.max(1, col) };
    this.#kept[severity].push({ severity, code, message, ...where, ...(path ? { path } : {}) });
  }
}
