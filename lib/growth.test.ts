import { parse, specifiedRules, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { measureGrowth } from "../tools/testing/growth";
import { decodeCursor } from "./platform/paging/cursor";
import { textKey } from "./platform/paging/keyset";
import { clientAddress } from "./platform/http/ip-address";
import { isSameOrigin } from "./platform/http/same-origin";
import { contactsSchema, pairsSchema } from "./platform/validation/facts";
import { email, instant, line, prose, searchText, slug } from "./platform/validation/fields";
import { slugFrom } from "./platform/validation/slug";
import { readCredential } from "./access/credentials/read-credential";
import { safeNextPath } from "./access/session/return-path";
import { fieldErrors } from "./api/field-errors";
import { issueSchema } from "./api/token-schema";
import { canonicalJson } from "./audit/canonical";
import { differences } from "./audit/differences";
import { parseBundle } from "./content/parse";
import { readDataUrl } from "./graphql/data-url";
import { schema as graphqlSchema } from "./graphql/schema";
import { linkSecret } from "./access/credentials/link-secret";
import { parseMrn } from "./mrn";
import { givenPasswordSchema } from "./passwords/schema";
import { ReportDecoder } from "./reports/parse/decoder";
import { setUpSchema } from "./setup/schema";
import { z } from "zod";

const bytes = (text: string) => new TextEncoder().encode(text);
const headers = (values: Record<string, string>) => ({ get: (name: string) => values[name] ?? null });

/** Texts that are hard on normalization, on patterns and on parsers, by their length. */
const TEXTS: Record<string, (length: number) => string> = {
  "combining marks of two classes": (length) => `a${"\u0301".repeat(length / 2)}${"\u0316".repeat(length / 2)}`,
  "letters and marks": (length) => "e\u0301".repeat(length / 2),
  "runs of 30 marks": (length) => `a${"\u0301\u0316".repeat(15)}`.repeat(length / 31),
  spaces: (length) => `x${" ".repeat(length)}x`,
  hyphens: (length) => `a${"-".repeat(length)}!`,
  dots: (length) => `${"a.".repeat(length / 2)}@`,
  "an address without an end": (length) => `a@${"a-".repeat(length / 2)}`,
  slashes: (length) => "/".repeat(length),
  "half characters": (length) => "\ud800".repeat(length),
  emoji: (length) => "👩‍👩‍👧".repeat(length / 8),
  carriage: (length) => "\r".repeat(length),
  digits: (length) => "9".repeat(length),
};

/** Every parser of a text from a client. */
const READERS: Record<string, (text: string) => unknown> = {
  line: (text) => line(100, "a name").safeParse(text),
  prose: (text) => prose(1_000).safeParse(text),
  "search text": (text) => searchText.safeParse(text),
  slug: (text) => slug.safeParse(text),
  "e-mail": (text) => email.safeParse(text),
  instant: (text) => instant.safeParse(`2026-01-01T00:00:00.${text}Z`),
  password: (text) => givenPasswordSchema.safeParse(text),
  invitation: (text) => linkSecret.safeParse(text),
  "set-up": (text) =>
    setUpSchema.safeParse({
      code: text,
      organization: { name: text, code: text },
      admin: { name: text, email: text, password: text },
    }),
  token: (text) => issueSchema.safeParse({ name: text, description: text, spaceId: text, permissions: [text] }),
  contacts: (text) => contactsSchema.safeParse([{ name: text, email: text }]),
  mrn: (text) => parseMrn(text),
  cursor: (text) => decodeCursor(Buffer.from(JSON.stringify([text])).toString("base64url"), z.tuple([textKey])),
  "raw cursor": (text) => decodeCursor(text, z.tuple([textKey])),
  "slug of a name": (text) => slugFrom(text.slice(0, 100)),
  "return path": (text) => safeNextPath(`/${text}`),
  bearer: (text) => readCredential(headers({ authorization: `Bearer ${text}` }), "latch"),
  basic: (text) => readCredential(headers({ authorization: `Basic ${text}` }), "latch", { basic: true }),
  cookies: (text) => readCredential(headers({ cookie: `Session=${text};`.repeat(3) + text }), "latch"),
  "many cookies": (text) => readCredential(headers({ cookie: "Session=1;".repeat(text.length / 10) }), "latch"),
  "forwarded addresses": (text) => clientAddress("127.0.0.1", `${text},127.0.0.1`.repeat(2), ["127.0.0.1"]),
  origin: (text) => isSameOrigin(`https://${text}`, "https://example.com"),
  report: (text) => writeReport(JSON.stringify({ assets: { [text]: { name: text } } })),
  bundle: (text) => parseBundle(bytes(`policies:\n  - uid: ${text}\n    name: "${text}"\n`)),
};

function writeReport(text: string): void {
  try {
    const decoder = new ReportDecoder();
    decoder.write(bytes(text));
    decoder.end();
  } catch {
    // a refusal is an answer too
  }
}

describe("a text that is twice as long takes at most three times as long", () => {
  test.each(Object.entries(READERS))("read as %s", async (_, read) => {
    for (const [kind, textOf] of Object.entries(TEXTS)) {
      const growth = await measureGrowth(30_000, textOf, read);
      expect(growth, kind).toMatchObject({ linear: true });
    }
  });
});

const many = <Item>(count: number, item: (i: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => item(i));

/** Structures from a client, by the number of their parts. */
const STRUCTURES: Record<string, { size: number; of: (size: number) => unknown; read: (value: never) => unknown }> = {
  "a list of permissions": {
    size: 10_000,
    of: (size) => ({ name: "x", permissions: many(size, () => "viewer") }),
    read: (value) => issueSchema.safeParse(value),
  },
  "unknown fields": {
    size: 5_000,
    of: (size) => Object.fromEntries(many(size, (i) => [`field${i}`, i])),
    read: (value) => {
      const { error } = issueSchema.safeParse(value);
      return error && fieldErrors(error);
    },
  },
  "annotations that are wrong": {
    size: 3_000,
    of: (size) => many(size, () => ({ key: 1, value: null })),
    read: (value) => pairsSchema.safeParse(value),
  },
  "an audit change": {
    size: 3_000,
    of: (size) => Object.fromEntries(many(size, (i) => [`field${i}`, [i, { i }]])),
    read: (value) => [canonicalJson(value), differences(value, { ...(value as object), field0: 1 })],
  },
  "lists in lists of a report": {
    size: 60_000,
    of: (size) => "[".repeat(size),
    read: (value) => writeReport(value),
  },
  "assets of a report": {
    size: 4_000,
    of: (size) => JSON.stringify({ assets: Object.fromEntries(many(size, (i) => [`//a/${i}`, { name: "x" }])) }),
    read: (value) => writeReport(value),
  },
  "a report in pieces of one byte": {
    size: 10_000,
    of: (size) => bytes(JSON.stringify({ assets: { x: { name: "y".repeat(size) } } })),
    read: (value: Uint8Array) => {
      const decoder = new ReportDecoder();
      for (let i = 0; i < value.byteLength; i += 1) decoder.write(value.subarray(i, i + 1));
    },
  },
  "keys of a bundle": {
    size: 1_500,
    of: (size) => bytes(many(size, (i) => `k${i}: 1\n`).join("")),
    read: (value) => parseBundle(value),
  },
  "anchors and aliases of a bundle": {
    size: 1_500,
    of: (size) => bytes(many(size, (i) => `k${i}: &a${i} 1\nl${i}: *a${i}\n`).join("")),
    read: (value) => parseBundle(value),
  },
  "policies of a bundle with one uid": {
    size: 400,
    of: (size) => bytes(`policies:\n${many(size, () => "  - uid: p\n    name: x\n    version: 1.0.0\n").join("")}`),
    read: (value) => parseBundle(value),
  },
  "a data URL": {
    size: 500_000,
    of: (size) => `data:text/yaml;base64,${"A".repeat(size)}`,
    read: (value) => readDataUrl("dataurl", value, ["text/yaml"]),
  },
  "a data URL with many parameters": {
    size: 500_000,
    of: (size) => `data:text/yaml${";a=b".repeat(size / 4)}`,
    read: (value) => {
      try {
        readDataUrl("dataurl", value, ["text/yaml"]);
      } catch {
        // refused
      }
    },
  },
  "fields of a GraphQL document": {
    size: 900,
    of: (size) => `{ apiTokens { ${"totalCount ".repeat(size)} } }`,
    read: (value) => validate(graphqlSchema, parse(value), specifiedRules),
  },
};

describe("a structure with twice as many parts takes at most three times as long", () => {
  test.each(Object.entries(STRUCTURES))("%s", async (_, { size, of, read }) => {
    expect(await measureGrowth(size, of as (size: number) => never, read)).toMatchObject({ linear: true });
  });
});
