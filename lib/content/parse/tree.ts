import { Composer, Lexer, Parser } from "yaml";
import type { CST, Document, Node, ParseOptions, YAMLError } from "yaml";
import type { Findings } from "./findings";
import { MAX_DEPTH, MAX_TOKENS } from "./limits";
import type { FindingCode } from "./types";

type Options = ParseOptions & { logLevel: "silent"; version: "1.2" };

/** inspect.ts finds duplicate keys, because the library compares every key with every other one of its map. */
const OPTIONS: Options = {
  uniqueKeys: false,
  keepSourceTokens: false,
  prettyErrors: false,
  logLevel: "silent",
  version: "1.2",
};

/**
 * Parses a YAML text with one document. Returns null, with the cause in the findings, if it is invalid. The limits are
 * checked token by token, so no tree is built for a text that exceeds them.
 */
export function readTree(text: string, findings: Findings): Node | null {
  const tokens = readTokens(text, findings);
  if (!tokens) return null;
  const [document] = [...new Composer(OPTIONS).compose(tokens, true, text.length)];
  if (!document) return null;
  tell(document, findings);
  return findings.failed ? null : document.contents;
}

/** The parts of the stream, at most one of them a document. */
function readTokens(text: string, findings: Findings): CST.Token[] | null {
  findings.lines.addNewLine(0);
  const parser = new Parser(findings.lines.addNewLine);
  const parts = new Parts(findings);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const part of parser.next(lexeme)) parts.add(part);
    count += 1;
    if (parts.refused || !withinLimits(parser, count, findings)) return null;
  }
  for (const part of parser.end()) parts.add(part);
  return parts.refused ? null : parts.tokens;
}

/** Top-level parts. A second document ends the reading. */
class Parts {
  readonly tokens: CST.Token[] = [];
  refused = false;
  #documents = 0;

  constructor(private readonly findings: Findings) {}

  add(part: CST.Token): void {
    if (part.type === "document") this.#documents += 1;
    if (this.#documents < 2) return void this.tokens.push(part);
    if (!this.refused)
      this.findings.error("multiple_documents", "A bundle is one YAML document; here a second one begins.", part);
    this.refused = true;
  }
}

function withinLimits(parser: Parser, count: number, findings: Findings): boolean {
  if (parser.stack.length > MAX_DEPTH && depth(parser) > MAX_DEPTH) {
    findings.error(
      "too_deep",
      `Lists and maps may stand ${MAX_DEPTH} deep in each other.`,
      parser.stack.at(-1) ?? parser,
    );
  } else if (count > MAX_TOKENS) {
    findings.error("too_complex", `A bundle may have ${MAX_TOKENS} words and marks; this one has more.`, parser);
  }
  return !findings.failed;
}

/** The stack contains the document, the open lists and maps, and perhaps a scalar. */
const depth = (parser: Parser): number => parser.stack.filter((token) => "items" in token).length;

function tell(document: Document.Parsed, findings: Findings): void {
  for (const error of document.errors) findings.error(codeOf(error), sentence(error.message), at(error));
  for (const warning of document.warnings) findings.warn("yaml_notice", sentence(warning.message), at(warning));
  const { version, explicit } = document.directives?.yaml ?? {};
  if (explicit && version !== "1.2")
    findings.error("yaml_version", `A bundle is YAML 1.2, not ${version}.`, { offset: 0 });
}

const at = (error: YAMLError): { offset: number } => ({ offset: error.pos[0] });

const codeOf = (error: YAMLError): FindingCode => (error.code === "TAB_AS_INDENT" ? "tab_indentation" : "yaml_syntax");

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);
