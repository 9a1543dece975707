import { describe, expect, test } from "vitest";
import { parse } from "./testing";

const asset = { name: null, platform: null, platformVersion: null, arch: null, score: null, error: null, scores: [] };

describe("the full form", () => {
  const report = {
    reports: {
      a: {
        scoring_mrn: "a",
        entity_mrn: "a",
        score: { value: 79.6, risk_score: 20, type: 2, weight: 3, score_completion: 100 },
        scores: {
          q1: { type: 2, value: 100 },
          q2: { type: 2 },
          q3: { type: 4, value: 0 },
          q4: { type: 8 },
          q5: { type: 16 },
          q6: { value: 40 },
          q7: { status: "odd" },
          q8: {},
        },
      },
    },
    bundle: { owner_mrn: "x", policies: [], queries: [] },
    resolved_policies: {},
    vuln_reports: { a: { stats: {} } },
    errors: { b: "no route to host" },
    assets: {
      a: {
        mrn: "a",
        name: "web-1",
        platform_ids: ["p"],
        platform: { name: "debian", title: "Debian 13", family: ["linux"], kind: "vm", arch: "arm64", version: "13.1" },
      },
    },
  };

  test("has assets with platform, total and scores, in any order of its parts", async () => {
    expect(await parse(report)).toMatchObject({
      ok: true,
      form: "full",
      counts: { assets: 2, scores: 8, errors: 1, vulnerabilityReports: 1 },
      assets: [
        { mrn: "a", name: "web-1", platform: "debian", platformVersion: "13.1", arch: "arm64", score: 80, error: null },
        { ...asset, mrn: "b", error: "no route to host" },
      ],
    });
  });

  test("says whether each check passed; a check without a result has no score", async () => {
    const result = await parse(report);
    expect(result.ok && result.assets[0]?.scores.map(({ queryId, score, status }) => [queryId, score, status])).toEqual(
      [
        ["q1", 100, "pass"],
        ["q2", 0, "fail"],
        ["q3", null, "error"],
        ["q4", null, "skip"],
        ["q5", null, "unscored"],
        ["q6", 40, "fail"],
        ["q7", null, "odd"],
        ["q8", null, "unknown"],
      ],
    );
  });

  test("a check under its code id gets the name that the report's own bundle has for it", async () => {
    const bundle = {
      queries: [
        { code_id: "c1", mrn: "//q/1", uid: "one", title: "One", docs: { desc: "x" } },
        { code_id: "c2", uid: "two" },
        { code_id: "c3" },
        { code_id: 4, mrn: {} },
        "odd",
      ],
      policies: [
        { uid: "p", groups: [{ checks: [{ mrn: "//q/5", code_id: "c5" }], queries: [{ uid: "six", code_id: "c6" }] }] },
      ],
      packs: { odd: true },
      queries_of_another_form: 7,
    };
    const scores = Object.fromEntries(["c1", "c2", "c3", "c5", "c6", "c7"].map((id) => [id, { type: 2, value: 100 }]));
    for (const whole of [
      { bundle, reports: { a: { scores } } },
      { reports: { a: { scores } }, bundle },
    ]) {
      const result = await parse(whole);
      expect(result.ok ? result.assets[0]?.scores.map(({ queryId }) => queryId) : result).toEqual([
        "//q/1",
        "two",
        "c3",
        "//q/5",
        "six",
        "c7",
      ]);
    }
  });

  test.each([[[]], ["text"], [{ queries: "text" }], [{ policies: [{ groups: { a: 1 } }, null, [[]]] }]])(
    "a bundle of another form is skipped: %j",
    async (queries) => {
      expect(await parse({ bundle: { queries }, reports: { a: { scores: { q1: { type: 2 } } } } })).toMatchObject({
        ok: true,
        counts: { scores: 1 },
      });
    },
  );

  test("an asset whose total is not a result has no score", async () => {
    expect(await parse({ reports: { a: { score: { type: 4, value: 0 } } } })).toMatchObject({
      assets: [{ mrn: "a", score: null }],
    });
  });
});

describe("the compact form", () => {
  test("has assets with scores; the total is the mean of passed and failed checks", async () => {
    const values = {
      q1: { score: 100, status: "pass" },
      q2: { score: 25, status: "fail" },
      q3: { score: 0, status: "error" },
      q4: { score: 0, status: "quarantined" },
      q5: {},
    };
    const report = {
      assets: { a: { mrn: "a", name: "web-1", platformName: "debian" } },
      scores: { a: { values } },
      data: { a: { values: { q9: [1] } } },
    };
    expect(await parse(report)).toMatchObject({
      form: "compact",
      counts: { assets: 1, scores: 5, errors: 0, vulnerabilityReports: 0 },
      assets: [
        {
          mrn: "a",
          name: "web-1",
          platform: "debian",
          score: 63,
          scores: [
            { queryId: "q1" },
            {},
            { score: 0, status: "error" },
            { status: "quarantined" },
            { score: null, status: "unknown" },
          ],
        },
      ],
    });
  });

  test("a total under the asset's own MRN takes precedence over the mean", async () => {
    const values = { q: { score: 0, status: "fail" }, a: { score: 90, status: "pass" } };
    expect(await parse({ scores: { a: { values } } })).toMatchObject({ assets: [{ score: 90 }] });
  });
});

describe("optional parts", () => {
  test.each(["assets", "reports", "scores", "data", "errors", "bundle", "vuln_reports", "resolved_policies"])(
    "everything but %s",
    async (key) => {
      expect(await parse({ [key]: {} })).toMatchObject({ ok: true, assets: [] });
      expect(await parse({ [key]: null })).toMatchObject({ ok: true, assets: [] });
    },
  );

  test("an asset with only an error is kept", async () => {
    expect(await parse({ errors: { a: "boom" } })).toMatchObject({
      form: "compact",
      assets: [{ ...asset, mrn: "a", error: "boom" }],
      counts: { errors: 1 },
    });
  });

  test("an empty error counts as an error", async () => {
    expect(await parse({ errors: { a: "" } })).toMatchObject({ assets: [{ error: "unknown error" }] });
  });

  test("null values count as absent", async () => {
    expect(
      await parse({ assets: { a: null, b: { name: null } }, scores: { a: { values: { q: null } } } }),
    ).toMatchObject({ ok: true, counts: { assets: 2, scores: 0 } });
  });
});

describe("names and texts", () => {
  test("MRNs are opaque: of another space, a path, a JavaScript keyword", async () => {
    const mrns = [
      "//assets.api.mondoo.app/spaces/other/assets/1",
      "../../etc",
      "__proto__",
      "constructor",
      "toString",
      "'; --",
      "Ünïcode",
    ];
    const text = `{"assets":{${mrns.map((mrn) => `${JSON.stringify(mrn)}:{"name":"n"}`).join()}}}`;
    const result = await parse(text);
    expect(result.ok && result.assets.map(({ mrn }) => mrn)).toEqual(mrns);
    expect({}).not.toHaveProperty("name");
  });

  test("__proto__ as a query, a member or a top-level key pollutes nothing", async () => {
    const text =
      '{"__proto__":{"polluted":1},"scores":{"a":{"__proto__":{"polluted":1},' +
      '"values":{"__proto__":{"score":1,"__proto__":{"polluted":1}}}}}}';
    expect(await parse(text)).toMatchObject({ ok: true, assets: [{ scores: [{ queryId: "__proto__", score: 1 }] }] });
    expect({}).not.toHaveProperty("polluted");
  });

  test("characters that cannot be stored are replaced, and long texts are cut", async () => {
    const report = { assets: { a: { name: "a\0b\ud800" } }, errors: { a: "x".repeat(20_000) } };
    expect(await parse(report)).toMatchObject({ assets: [{ name: "a\ufffdb\ufffd", error: "x".repeat(10_000) }] });
  });
});
