import { executeSync, getIntrospectionQuery, Kind, parse, type FieldNode, type FragmentDefinitionNode } from "graphql";
import { describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { IntrospectionCost } from "./introspection-cost";
import { schema } from "./schema";
import { useGraphql } from "./testing/use-graphql";

useTestDatabase();
const { ask, url, secretOf } = useGraphql();

const ORGANIZATION = "//captain.api.mondoo.app/organizations/lunalectric";
const SPACE = "//captain.api.mondoo.app/spaces/mars-rover";
const post = (body: BodyInit | null, headers: Record<string, string> = {}, path = "/api/graphql") =>
  fetch(url() + path, {
    method: "POST",
    body,
    headers: {
      authorization: `Bearer ${secretOf("Organization owner")}`,
      "content-type": "application/json",
      ...headers,
    },
    duplex: "half",
  } as RequestInit);
const code = async (query: string, variables?: object) => {
  const { status, errors } = await ask("Organization owner", query, variables);
  return [status, errors[0]?.extensions.code, errors.length] as const;
};

describe("a document is refused before it runs", () => {
  test("with depth 40", async () => {
    const nested = (depth: number): string =>
      depth === 0 ? "id" : `organization { spacesList(first: 1) { edges { node { ${nested(depth - 4)} } } } }`;
    expect(await code(`{ space(mrn: "${SPACE}") { ${nested(40)} } }`)).toEqual([
      200,
      "invalid_request",
      expect.any(Number),
    ]);
    expect((await ask("Organization owner", `{ space(mrn: "${SPACE}") { ${nested(8)} } }`)).errors).toEqual([]);
  });

  test("with 1,000 aliases", async () => {
    const aliases = Array.from({ length: 1_000 }, (_, i) => `a${i}: __typename`).join(" ");
    expect((await code(`{ ${aliases} }`)).slice(0, 2)).toEqual([200, "invalid_request"]);
  });

  test("with nested lists whose response would be too large, also through variables and fragments", async () => {
    const inner = "edges { node { organization { spacesList(first: $n) { edges { node { id name mrn } } } } } }";
    expect(
      (
        await code(`query ($n: Int) { organization(mrn: "${ORGANIZATION}") { spacesList(first: $n) { ${inner} } } }`, {
          n: 10_000,
        })
      )[1],
    ).toBe("invalid_request");
    expect(
      (
        await code(
          `query ($n: Int) { organization(mrn: "${ORGANIZATION}") { spacesList(first: $n) { ...inner } } }
            fragment inner on SpaceConnection { ${inner} }`,
          { n: 10_000 },
        )
      )[1],
    ).toBe("invalid_request");
    expect(
      (
        await ask(
          "Organization owner",
          `query ($n: Int) { organization(mrn: "${ORGANIZATION}") { spacesList(first: $n) { ${inner} } } }`,
          { n: 5 },
        )
      ).errors,
    ).toEqual([]);
  });

  test("one with many pages, though nothing of their items is asked for", async () => {
    const pages = (count: number) =>
      Array.from({ length: count }, (_, i) => `a${i}: apiTokens(first: 200) { pageInfo { endCursor } }`).join(" ");
    expect((await code(`{ ${pages(29)} }`))[1]).toBe("invalid_request");
    expect((await ask("Organization owner", `{ ${pages(5)} }`)).errors).toEqual([]);
  });

  test("one whose validation would take long", async () => {
    const times = (count: number, text: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => text(i)).join(" ");
    const refused = async (query: string) => (await ask("Organization owner", query)).errors[0]?.message;
    expect(await refused(times(11, (i) => `query q${i} { ...f }`) + " fragment f on Query { __typename }")).toBe(
      "A document may have 10 operations.",
    );
    expect(await refused(`{ ...f0 } ${times(61, (i) => `fragment f${i} on Query { __typename }`)}`)).toBe(
      "A document may have 60 fragments.",
    );
    const repeated = "One field may be repeated 10 times.";
    expect(await refused(`{ ${times(11, () => "__typename")} }`)).toBe(repeated);
    expect(await refused(`{ ${times(11, () => "... on Query { __typename }")} }`)).toBe(repeated);
    expect(await refused(`{ ...f } fragment f on Query { organization(mrn: "x") { ${times(11, () => "id")} } }`)).toBe(
      repeated,
    );
    expect(await refused(`{ ${times(10, () => "__typename")} }`)).toBeUndefined();
    const copies = (count: number) =>
      `{ ${times(count, (i) => `...f${i}`)} }
        ${times(count, (i) => `fragment f${i} on Query { ${times(10, () => "__typename")} }`)}`;
    expect(await refused(copies(3))).toBeUndefined();
    expect(await refused(copies(4))).toBe("Fields may be repeated 30 times in a document.");
  });

  test.each([
    ["an unknown operation", "{ nothingOfTheSort }", undefined],
    ["an unknown argument", `{ space(mrn: "${SPACE}", id: 1) { id } }`, undefined],
    ["a broken document", "{ space(", undefined],
    ["a variable of the wrong type", "query ($mrn: String!) { space(mrn: $mrn) { id } }", { mrn: 42 }],
    ["a missing variable", "query ($mrn: String!) { space(mrn: $mrn) { id } }", {}],
    [
      "an input without what it needs",
      "mutation ($input: CreateSpaceInput!) { createSpace(input: $input) { id } }",
      { input: { name: "x" } },
    ],
    [
      "a wrong enum value",
      `query ($orderBy: AuditLogOrder) { auditlog(resourceMrn: "${SPACE}", orderBy: $orderBy) { totalCount } }`,
      { orderBy: { direction: "UP", field: "TIMESTAMP" } },
    ],
    ["a bad cursor", `{ apiTokens(after: "nonsense") { totalCount } }`, undefined],
  ])("%s", async (_, query, variables) => {
    expect((await code(query, variables)).slice(0, 2)).toEqual([200, "invalid_request"]);
  });

  test("a page size below 1 is refused under the name of the client's argument", async () => {
    for (const [query, field] of [
      ["{ apiTokens(first: 0) { totalCount } }", "first"],
      [`{ content(input: { scopeMrn: "${SPACE}", catalogType: ALL, limit: -1 }) { totalCount } }`, "limit"],
    ] as const) {
      expect((await ask("Organization owner", query)).errors[0]).toMatchObject({
        message: `${field}: a number from 1 on; more than 200 is 200.`,
        extensions: { code: "invalid_input", errors: [{ field }] },
      });
    }
  });

  test("an error suggests no field names and does not repeat long values", async () => {
    const misspelt = await ask("Organization owner", `{ space(mrn: "${SPACE}") { nam } }`);
    expect(JSON.stringify(misspelt)).not.toContain("Did you mean");
    const long = await ask("Organization owner", "query ($mrn: String!) { space(mrn: $mrn) { id } }", {
      mrn: ["x".repeat(5_000)],
    });
    expect(JSON.stringify(long.errors).length).toBeLessThan(1_000);
  });
});

describe("over HTTP", () => {
  test("without a live token, the document is not parsed", async () => {
    for (const path of ["/api/graphql", "/query"]) {
      for (const headers of [
        { authorization: "" },
        { authorization: "Bearer nothing" },
        { authorization: `Bearer ${secretOf("Old CI job")}` },
        { authorization: `Bearer ${secretOf("Leaked in a chat")}` },
      ]) {
        const response = await post("{ not json", headers, path);
        expect(response.status).toBe(401);
        expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
      }
    }
  });

  test("only POST, only JSON, one document at a time", async () => {
    const get = await fetch(`${url()}/api/graphql?query={__typename}`, {
      headers: { authorization: `Bearer ${secretOf("Organization owner")}` },
    });
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    expect((await post("{ __typename }", { "content-type": "application/graphql" })).status).toBe(415);
    for (const body of [
      "",
      "null",
      "[]",
      `[{"query":"{ __typename }"}]`,
      `{"query":1}`,
      `{"query":""}`,
      `{"query":"{ __typename }","variables":[]}`,
      "{",
      `{"query":"${"#".repeat(70_000)}"}`,
    ]) {
      const refused = await post(body);
      expect([refused.status, await refused.json()]).toEqual([
        400,
        expect.objectContaining({ code: "invalid_request" }),
      ]);
    }
  });

  test("a large body is accepted only for uploads by tokens that may upload", async () => {
    const large = JSON.stringify({
      query: `query ($mrn: String!) { space(mrn: $mrn) { id } }`,
      variables: { mrn: "x".repeat(300_000) },
    });
    expect((await post(large)).status).toBe(413);
    expect((await post(large, { authorization: `Bearer ${secretOf("Organization viewer")}` })).status).toBe(413);
    expect((await post(new Uint8Array(31 * 1024 * 1024))).status).toBe(413);
  });

  test("a large body is one of texts: anything else takes long to parse", async () => {
    const upload = `mutation ($input: [SetCustomPolicyInput!]!) { setCustomPolicy(input: $input) { policyMrns } }`;
    const flood = `{"query":${JSON.stringify(upload)},"variables":{"input":[${"[],".repeat(200_000)}[]]}}`;
    const refused = await post(flood);
    expect([refused.status, await refused.json()]).toEqual([
      413,
      expect.objectContaining({
        detail: "A body of more than 262144 bytes may have 65536 bytes outside of its strings.",
      }),
    ]);
  });

  test("a response is not cacheable and has the request's id", async () => {
    const response = await post(`{"query":"{ __typename }"}`);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-request-id")).toBeTruthy();
    expect(await response.json()).toEqual({ data: { __typename: "Query" } });
  });
});

describe("introspection", () => {
  const whole = getIntrospectionQuery({ descriptions: true });
  const [, fields = "", fragments = ""] =
    /^\s*query IntrospectionQuery \{([\s\S]*?)\n {4}\}\n([\s\S]*)$/.exec(whole) ?? [];
  const times = (count: number) =>
    `{ ${Array.from({ length: count }, (_, i) => fields.replace("__schema", `a${i}: __schema`)).join("\n")} }
      ${fragments}`;

  test("the whole schema can be requested once", async () => {
    expect((await ask("Organization owner", whole)).errors).toEqual([]);
    expect((await ask("Organization owner", times(2))).errors).toEqual([]);
  });

  test("29 times is refused, with aliases and through __type", async () => {
    expect((await ask("Organization owner", times(29))).errors[0]?.message).toMatch(
      /^This document requests up to \d+ fields/,
    );
    const types = Array.from({ length: 29 }, (_, i) => `a${i}: __type(name: "Query") { ...FullType }`).join(" ");
    const deep = "kind possibleTypes { fields { type { fields { name type { name } } } } }";
    const nested = `{ ${types} } ${fragments.replace("kind", deep)}`;
    expect((await ask("Organization owner", nested)).errors[0]?.message).toMatch(
      /^This document requests up to \d+ fields|depth/,
    );
  });

  test("the count equals the number of fields in the response", () => {
    const document = parse(whole);
    const map = new Map<string, FragmentDefinitionNode>(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    );
    const [operation] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    const [field] = operation?.selectionSet.selections ?? [];
    const counted = new IntrospectionCost(schema, map).ofSchema((field as FieldNode).selectionSet);
    const { data } = executeSync({ schema, document });
    const answered = fieldsIn(data?.__schema);
    expect(counted).toBeGreaterThanOrEqual(answered);
    expect(counted).toBeLessThan(answered * 1.02); // deprecated arguments are always counted
  });
});

function fieldsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + fieldsIn(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + 1 + fieldsIn(inner), 0);
}

test("many concurrent heavy documents all get a response", async () => {
  const whole = getIntrospectionQuery();
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask("Organization viewer", whole)));
  expect(answers.map(({ errors }) => errors)).toEqual(Array(8).fill([]));
});
