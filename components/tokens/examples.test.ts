import { expect, test } from "vitest";
import { issueSchema } from "@/lib/api/token-schema";
import { examplesFor, MASK } from "./examples";

const ORIGIN = "https://latchkey.example.com";
const TOKEN = "latch_0123456789abcdefghijklmnopqrstuvwxyzAB";

test("every example has the token filled in, and the masked one has none of it", () => {
  for (const { code } of examplesFor(ORIGIN, TOKEN, ["viewer"])) expect(code.split(TOKEN)).toHaveLength(2);
  for (const { code } of examplesFor(ORIGIN, MASK, ["viewer"])) expect(code).not.toContain("latch_");
});

test("the call of the AirMDR document works by host and token alone", () => {
  const [, cookie] = examplesFor(ORIGIN, TOKEN, ["viewer"]);
  expect(cookie?.code).toBe(
    `curl --location '${ORIGIN}/airmdrapi/organization' \\\n--header 'Cookie: Session="${TOKEN}"'`,
  );
});

test("curl, JavaScript and Python call the REST API with the Authorization header", () => {
  const [curl, , javaScript, python] = examplesFor(ORIGIN, TOKEN, ["viewer"]);
  for (const example of [curl, javaScript, python]) {
    expect(example?.code).toContain(`${ORIGIN}/api/v1/organization`);
    expect(example?.code).toContain(`Bearer ${TOKEN}`);
  }
});

test("an Issuer is shown how to create a customer's token", () => {
  const [example, ...others] = examplesFor(ORIGIN, TOKEN, ["issuer"]);
  expect(others).toEqual([]);
  const [, body = ""] =
    /^curl '.*\/api\/v1\/tokens' [^]*Bearer latch_\w+'[^]*--json '(.*)'$/.exec(example?.code ?? "") ?? [];
  expect(issueSchema.parse(JSON.parse(body))).toMatchObject({ subject: "cus_8Fj2" });
});

test("a token that may only check others is shown how", () => {
  expect(examplesFor(ORIGIN, TOKEN, ["verifier"]).map(({ code }) => code)).toEqual([
    `curl '${ORIGIN}/oauth/introspect' \\\n--header 'Authorization: Bearer ${TOKEN}' \\\n` +
      "--data 'token=THE_TOKEN_TO_CHECK'",
  ]);
  expect(examplesFor(ORIGIN, TOKEN, ["verifier", "viewer"])).toHaveLength(4);
});
