import { sentences, subject } from "./phrases";
import type { Random } from "./random";

/** `text` with every line moved `by` spaces to the right. */
export function indent(text: string, by: number): string {
  const margin = " ".repeat(by);
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : margin + line))
    .join("\n");
}

const block = (key: string, text: string): string => `${key}: |\n${indent(text, 2)}`;

const PROPERTY = `props:
  - uid: expectedValue
    title: The value that the organization agreed on
    mql: return "0"`;

/** The definition of one query, with `extra` characters of additional documentation. */
export function queryDefinition(random: Random, uid: string, extra: number): string {
  const { title, mql } = subject(random);
  const lines = [`- uid: ${uid}`, `  title: ${title}`];
  if (random.chance(0.5)) lines.push(`  impact: ${random.between(1, 10) * 10}`);
  else lines.push("  impact:", `    value: ${random.between(1, 100)}`);
  if (mql.includes("props.")) lines.push(indent(PROPERTY, 2));
  lines.push(indent(block("mql", mql), 2), ...trailer(random, mql, extra));
  return lines.join("\n");
}

function trailer(random: Random, mql: string, extra: number): string[] {
  const remediation = `${sentences(random, 2)}\n\n\`\`\`bash\nsudo systemctl restart ${random.text(6)}\n\`\`\``;
  return [
    "  tags:",
    `    example.com/control: "${random.between(1, 9)}.${random.between(1, 30)}"`,
    "  refs:",
    `    - url: https://docs.example.com/hardening/${random.text(8)}`,
    "      title: Hardening guide",
    "  docs:",
    indent(block("desc", sentences(random, 3)), 4),
    indent(block("audit", `Run this query:\n\n${mql}`), 4),
    "    remediation:",
    "      - id: cli",
    indent(block("desc", remediation + padding(random, extra)), 8),
  ];
}

function padding(random: Random, extra: number): string {
  let text = "";
  while (text.length < extra) text += `\n\n${sentences(random, 3)}`;
  return text;
}

/** A check that only lists the variant of each platform. */
export function variantDefinition(uid: string, variants: readonly string[]): string {
  const lines = [
    `- uid: ${uid}`,
    "  title: Ensure the baseline holds on every platform",
    "  impact: 70",
    "  variants:",
  ];
  return [...lines, ...variants.map((variant) => `    - uid: ${variant}`)].join("\n");
}

/** A list of references to queries that are defined elsewhere in the bundle. */
export function references(uids: readonly string[]): string {
  return uids.map((uid) => `- uid: ${uid}`).join("\n");
}

/** The lines that a policy and a query pack share. */
export function head(random: Random, uid: string, name: string): string {
  return `- uid: ${uid}
  name: ${name}
  version: ${random.between(1, 5)}.${random.between(0, 20)}.${random.between(0, 9)}
  license: MIT
  tags:
    example.com/category: security
    example.com/platform: linux,host
  authors:
    - name: Example Security
      email: security@example.com
  docs:
    desc: |
${indent(sentences(random, 4), 6)}`;
}
