import { isUtf8 } from "node:buffer";
import { MAX_BUNDLE_BYTES } from "./limits";
import type { BundleRefused, FindingCode } from "./types";

type Decoded = { ok: true; text: string } | BundleRefused;

/** YAML 1.2 section 5.1: tab and line ends are the only C0 controls allowed. */
const CONTROL = /[^\P{Cc}\t\n\r\u007f-\u009f]/u;

/** Decodes an uploaded bundle. Refuses it if it is too large, not UTF-8, or contains characters that YAML forbids. */
export function decodeBundle(bytes: Uint8Array): Decoded {
  if (bytes.byteLength > MAX_BUNDLE_BYTES) {
    return refused("too_large", `A bundle may have ${MAX_BUNDLE_BYTES} bytes; this one has ${bytes.byteLength}.`);
  }
  if (!isUtf8(bytes)) return notUtf8(bytes);
  const text = new TextDecoder().decode(bytes);
  const control = CONTROL.exec(text);
  return control ? controlCharacter(text, control.index) : { ok: true, text };
}

function notUtf8(bytes: Uint8Array): BundleRefused {
  const bad = firstInvalid(bytes);
  const before = bytes.subarray(0, bad);
  const lineStart = before.lastIndexOf(0x0a) + 1;
  const line = before.reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1);
  return refused("not_utf8", `A bundle is UTF-8 text; byte ${bad} is not.`, line, bad - lineStart + 1);
}

/** The offset of the first byte that is not part of a well-formed character. */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.byteLength) {
    const length = claimedLength(bytes[at] ?? 0);
    if (length > 1 && !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return at;
}

/** How many bytes a character that begins with `lead` should have. */
function claimedLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function controlCharacter(text: string, index: number): BundleRefused {
  const before = text.slice(0, index);
  const code = text.charCodeAt(index).toString(16).padStart(4, "0").toUpperCase();
  const column = index - before.lastIndexOf("\n");
  return refused(
    "control_character",
    `The control character U+${code} may not stand in YAML.`,
    before.split("\n").length,
    column,
  );
}

function refused(code: FindingCode, message: string, line = 1, column = 1): BundleRefused {
  const errors = [{ severity: "error" as const, code, message, line, column }];
  return { ok: false, errors, warnings: [], moreErrors: 0, moreWarnings: 0 };
}
