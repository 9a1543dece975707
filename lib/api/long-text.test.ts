import { expect, test } from "vitest";
import { useSeededApi } from "../../tools/testing/seeded-api";
import { cpuOf } from "../../tools/testing/timing";

const { url, bearer } = useSeededApi();

const marks = (count: number) => `a${"\u0301".repeat(count / 2)}${"\u0316".repeat(count / 2)}`;
/** As large as a body may be, and ten seconds of work for `normalize("NFC")`. */
const HOSTILE = marks(120_000);
const json = (as: string) => ({ ...bearer(as), "content-type": "application/json" });

/** Half the CPU time that this machine needs to normalize the hostile text, in ms. It grows with the square of it. */
// eslint-disable-next-line no-restricted-syntax -- It measures what the parsers must avoid.
const HALF_THE_WORK_MS = (16 / 2) * (await cpuOf(() => marks(30_000).normalize("NFC")));

/** Posts a body. Returns the response and the CPU time that this process used, in ms. */
async function post(path: string, as: string, body: unknown) {
  const before = process.cpuUsage();
  const response = await fetch(url(path), { method: "POST", headers: json(as), body: JSON.stringify(body) });
  const { user, system } = process.cpuUsage(before);
  return { status: response.status, text: await response.text(), ms: (user + system) / 1_000 };
}

test.each(["name", "description"])("a token whose %s is 120,000 combining marks is refused at once", async (field) => {
  const refused = await post("/api/v1/tokens", "Mars Rover viewer", { name: "x", [field]: HOSTILE });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Use at most");
  expect(refused.ms).toBeLessThan(HALF_THE_WORK_MS);
});

test("so is a GraphQL variable", async () => {
  await post("/query", "Organization editor", { query: "{ __typename }" }); // loads the schema
  const refused = await post("/query", "Organization editor", {
    query: "mutation ($input: GenerateAPITokenInput!) { generateAPIToken(input: $input) { mrn } }",
    variables: {
      input: { name: HOSTILE, scopeMrn: "//captain.api.mondoo.app/organizations/lunalectric" },
    },
  });
  expect(refused.text).toContain("invalid_input");
  expect(refused.ms).toBeLessThan(HALF_THE_WORK_MS);
});

test.each(["\0", "\ud800"])("a contact's e-mail address with %j is refused", async (character) => {
  const contacts = [{ name: "Ada", email: `ada${character}@example.com` }];
  expect((await post("/api/v1/spaces", "Organization editor", { name: "x", contacts })).status).toBe(422);
});

test.each(["since=0000-01-01T00:00:00Z", "until=0000-06-01T00:00:00Z", "since=9999-12-31T23:59:59-12:00"])(
  "the audit log refuses %s",
  async (query) => {
    const { status } = await fetch(url(`/api/v1/audit-events?${query}`), { headers: bearer("Organization owner") });
    expect(status).toBe(400);
  },
);
