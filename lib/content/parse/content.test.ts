import { describe, expect, test } from "vitest";
import { parseBundle } from ".";

const parse = (text: string) => parseBundle(Buffer.from(text));
const policy = (rest: string): string => `policies:\n- uid: a\n  version: 1.0.0\n${rest}`;
const pack = (rest: string): string => `packs:\n- uid: a\n  version: 1.0.0\n${rest}`;
const group = (checks: string): string => policy(`  groups:\n  - title: One\n    checks:\n${checks}`);

const use = { purpose: "check", group: null, uid: null, definition: null, title: null, impact: null };
const definition = {
  ...{ uid: null, title: null, impact: null, mql: null, description: null },
  remediation: [],
  variants: [],
};

/** The only finding of a bundle. */
function only(text: string): unknown {
  const result = parse(text);
  const findings = [...(result.ok ? [] : result.errors), ...result.warnings];
  expect(findings).toHaveLength(1);
  const { severity, code, line, column, path } = findings[0] ?? expect.unreachable();
  return [severity, code, `${line}:${column}`, path ?? ""];
}

describe("the summary of", () => {
  test("a policy", () => {
    const text = `policies:
  - uid: example-linux
    name: Linux baseline
    version: 1.2.0-rc.1
    license: MIT
    tags: {example.com/category: security, level: 2}
    authors: [{name: Example, email: team@example.com}, {name: Somebody}]
    docs: {desc: For hosts.}
    groups:
      - checks: [{uid: one}, {uid: two}, {mql: 1 == 1}]
        queries: [{uid: three}]
      - checks: [{uid: one}]
queries:
  - {uid: one, mql: "true", variants: [{uid: two}]}
  - {uid: two, mql: "true", impact: 70}
  - {uid: three, mql: asset.name, impact: {value: 10}}
`;
    expect(parse(text)).toEqual({
      ok: true,
      querypacks: [],
      warnings: [],
      moreWarnings: 0,
      policies: [
        {
          uid: "example-linux",
          name: "Linux baseline",
          version: "1.2.0-rc.1",
          license: "MIT",
          tags: [
            { key: "example.com/category", value: "security" },
            { key: "level", value: "2" },
          ],
          authors: [
            { name: "Example", email: "team@example.com" },
            { name: "Somebody", email: null },
          ],
          description: "For hosts.",
          line: 2,
          checks: 3,
          queries: 1,
          uses: [
            { ...use, uid: "one", definition: 0 },
            { ...use, uid: "two", definition: 1 },
            { ...use, definition: 3 },
            { ...use, purpose: "query", uid: "three", definition: 2 },
          ],
          groups: 2,
        },
      ],
      definitions: [
        { ...definition, uid: "one", mql: "true", variants: ["two"] },
        { ...definition, uid: "two", mql: "true", impact: 70 },
        { ...definition, uid: "three", mql: "asset.name", impact: 10 },
        { ...definition, mql: "1 == 1" },
      ],
    });
  });

  test("each check, with its texts, where it is defined and what its use changes", () => {
    const result = parse(`policies:
  - uid: a
    version: 1.0.0
    groups:
      - title: "Access\\0"
        checks:
          - uid: own
            title: Own
            impact: 33.4
            query: |
              a == b
            docs:
              desc: "Why"
              remediation: "Do it"
          - uid: shared
            impact: 5
          - mrn: //policy.api.mondoo.app/queries/elsewhere
            title: Renamed
queries:
  - uid: shared
    title: Shared
    impact: 90
    mql: c
    docs:
      desc: [odd]
      remediation: {items: [{id: cli, desc: run}, {id: none}, plain]}
`);
    expect(result).toMatchObject({
      policies: [
        {
          uses: [
            { ...use, group: "Access\u{fffd}", uid: "own", definition: 1 },
            { ...use, group: "Access\u{fffd}", uid: "shared", definition: 0, impact: 5 },
            { ...use, group: "Access\u{fffd}", uid: "elsewhere", title: "Renamed" },
          ],
        },
      ],
      definitions: [
        {
          ...{ uid: "shared", title: "Shared", impact: 90, mql: "c", description: null, variants: [] },
          remediation: [
            { id: "cli", text: "run" },
            { id: null, text: "plain" },
          ],
        },
        {
          ...{ uid: "own", title: "Own", impact: 33, mql: "a == b", description: "Why", variants: [] },
          remediation: [{ id: null, text: "Do it" }],
        },
      ],
    });
  });

  test("texts that an alias repeats are kept up to the size of a bundle", () => {
    const text =
      `policies:\n- uid: a\n  version: 1.0.0\n  docs: {desc: &long "${"x".repeat(1_000_000)}"}\n` +
      `  groups:\n  - checks:\n${"    - {mql: *long}\n".repeat(50)}`;
    const result = parse(text);
    if (!result.ok) expect.unreachable();
    expect(result.definitions).toHaveLength(50);
    expect(result.definitions.filter(({ mql }) => mql !== null)).toHaveLength(5);
  });

  test("a query pack, with queries in groups or directly below it", () => {
    const text = pack(
      "  queries: [{uid: q1, mql: a}, {mql: b}]\n  groups: [{queries: [{uid: q1}, {uid: q2, mql: c}]}]\n",
    );
    expect(parse(text)).toMatchObject({ ok: true, querypacks: [{ uid: "a", name: "a", queries: 3 }], warnings: [] });
  });

  test("several policies and packs in one file, also with the same uid", () => {
    expect(parse(`${policy("- uid: b\n  version: v2\n")}${pack("")}`)).toMatchObject({
      ok: true,
      policies: [{ uid: "a" }, { uid: "b" }],
      querypacks: [{ uid: "a" }],
    });
  });

  test("names that are special in JavaScript are ordinary names", () => {
    const text = policy("  __proto__: {polluted: yes}\n  tags: {__proto__: x, constructor: y}\n");
    expect(parse(text)).toMatchObject({
      policies: [
        {
          tags: [
            { key: "__proto__", value: "x" },
            { key: "constructor", value: "y" },
          ],
        },
      ],
    });
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  test("a long description is cut between characters", () => {
    const result = parse(policy(`  docs: {desc: "${"x".repeat(16_383)}😀"}\n`));
    expect(result).toMatchObject({ policies: [{ description: "x".repeat(16_383) }] });
  });

  test("one list of checks used by two policies through an alias defines each check once", () => {
    const text = policy(
      "  groups: [{checks: &shared [{uid: q, mql: a}]}]\n- uid: b\n  version: 1.0.0\n  groups: [{checks: *shared}]\n",
    );
    expect(parse(text)).toMatchObject({ ok: true, policies: [{ checks: 1 }, { checks: 1 }], warnings: [] });
  });

  test("unknown keys are ignored", () => {
    expect(parse(policy("  future: {nested: [1, 2]}\n"))).toMatchObject({ ok: true, warnings: [] });
  });
});

describe("errors", () => {
  const cases: [name: string, text: string, code: string, at: string, path: string][] = [
    ["nothing at all", "", "empty_bundle", "1:1", ""],
    ["neither policies nor packs", "queries:\n- uid: a\n  mql: b\n", "empty_bundle", "1:1", ""],
    ["lists without entries", "policies: []\npacks:\n", "empty_bundle", "1:1", ""],
    ["a list as bundle", "- uid: a\n", "wrong_type", "1:1", ""],
    ["policies that are no list", "policies: {uid: a}\n", "wrong_type", "1:11", "policies"],
    ["a policy that is no map", "policies:\n- a\n", "wrong_type", "2:3", "policies[0]"],
    ["a check that is no map", group("    - one\n"), "wrong_type", "7:7", "policies[0].groups[0].checks[0]"],
    ["queries that are no list", policy("queries: 5\n"), "wrong_type", "4:10", "queries"],
    ["a policy without a uid", "policies:\n- name: a\n  version: 1.0.0\n", "missing_uid", "2:3", "policies[0]"],
    ["a query pack without a uid", "packs:\n- uid:\n  version: 1.0.0\n", "missing_uid", "2:3", "packs[0]"],
    ["a shared query without a uid", policy("queries:\n- mql: x\n"), "missing_uid", "5:3", "queries[0]"],
    ["a uid that is a number", "policies:\n- uid: 7\n  version: 1.0.0\n", "wrong_type", "2:8", "policies[0].uid"],
    ["a uid with a slash", "policies:\n- uid: a/b\n  version: 1.0.0\n", "bad_uid", "2:8", "policies[0].uid"],
    ["a uid that climbs", "policies:\n- uid: ..\n  version: 1.0.0\n", "bad_uid", "2:8", "policies[0].uid"],
    [
      "a uid of 201 characters",
      `policies:\n- uid: ${"a".repeat(201)}\n  version: 1.0.0\n`,
      "bad_uid",
      "2:8",
      "policies[0].uid",
    ],
    ["a policy uid twice", policy("- uid: a\n  version: 1.0.0\n"), "duplicate_uid", "4:8", "policies[1].uid"],
    [
      "a policy twice through an alias",
      "policies:\n- &p\n  uid: a\n  version: 1.0.0\n- *p\n",
      "duplicate_uid",
      "3:8",
      "policies[1].uid",
    ],
    ["a pack uid twice", pack("- uid: a\n  version: 1.0.0\n"), "duplicate_uid", "4:8", "packs[1].uid"],
    [
      "a query uid twice",
      policy("queries:\n- {uid: q, mql: a}\n- {uid: q, mql: b}\n"),
      "duplicate_uid",
      "6:9",
      "queries[1].uid",
    ],
    [
      "a query defined in a group and outside",
      `${group("    - {uid: q, mql: a}\n")}queries:\n- {uid: q, mql: b}\n`,
      "duplicate_uid",
      "7:13",
      "policies[0].groups[0].checks[0].uid",
    ],
    [
      "a version that is a number",
      "policies:\n- uid: a\n  version: 1.0\n",
      "wrong_type",
      "3:12",
      "policies[0].version",
    ],
    [
      "a version that is a word",
      "policies:\n- uid: a\n  version: newest\n",
      "bad_version",
      "3:12",
      "policies[0].version",
    ],
    ["a check that says nothing", group("    - title: x\n"), "missing_query", "7:7", "policies[0].groups[0].checks[0]"],
    ["a NUL hidden in an escape", policy('  name: "a\\0"\n'), "bad_text", "4:9", "policies[0].name"],
    [
      "half of a surrogate pair hidden in an escape",
      policy('  name: "\\uD83D"\n'),
      "bad_text",
      "4:9",
      "policies[0].name",
    ],
    ["a name of a thousand characters", policy(`  name: ${"n".repeat(1000)}\n`), "too_long", "4:9", "policies[0].name"],
    ["tags that are a list", policy("  tags: [a]\n"), "wrong_type", "4:9", "policies[0].tags"],
    [
      "tags that are too long together",
      policy(`  tags: {${Array.from({ length: 20 }, (_, i) => `tag${i}: ${"x".repeat(450)}`).join(", ")}}\n`),
      "too_long",
      "4:9",
      "policies[0].tags",
    ],
    ["a tag that is a list", policy("  tags: {a: [b]}\n"), "wrong_type", "4:13", "policies[0].tags.a"],
  ];

  test.each(cases)("%s", (_name, text, code, at, path) => {
    expect(only(text)).toEqual(["error", code, at, path]);
  });
});

describe("warnings", () => {
  test("a policy without a version", () => {
    expect(only("policies:\n- uid: a\n")).toEqual(["warning", "missing_version", "2:3", "policies[0]"]);
  });

  test("a check that is not in the file, because it may be in another one", () => {
    expect(only(group("    - uid: elsewhere\n"))).toEqual([
      "warning",
      "unknown_query",
      "7:12",
      "policies[0].groups[0].checks[0].uid",
    ]);
  });

  test("a variant that is not in the file", () => {
    expect(only(policy("queries:\n- {uid: q, variants: [{uid: elsewhere}]}\n"))).toEqual([
      "warning",
      "unknown_query",
      "5:29",
      "queries[0].variants[0].uid",
    ]);
  });

  test("an impact beyond a hundred", () => {
    expect(only(policy("queries:\n- {uid: q, mql: a, impact: {value: 101}}\n"))).toEqual([
      "warning",
      "bad_impact",
      "5:36",
      "queries[0].impact.value",
    ]);
  });

  test("not a reference by MRN", () => {
    expect(parse(group("    - mrn: //policy.example.com/queries/one\n"))).toMatchObject({ ok: true, warnings: [] });
  });
});

test("errors and warnings come in the order of the file", () => {
  const result = parse("policies:\n- uid: a\n  groups: [{checks: [{uid: x}]}]\n- uid: b/\n- uid: a\n");
  expect(result.ok || result.errors.map(({ line }) => line)).toEqual([4, 5]);
  expect(result.warnings.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
});
