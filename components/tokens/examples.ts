import type { Permission } from "@/lib/access/authorization/permissions";

export interface Example {
  readonly label: string;
  readonly code: string;
}

/** The placeholder of the token in visible examples. Copied examples contain the real token. */
export const MASK = "••••••••";

/**
 * Programs that ask for the organization with `token`, ready to run against `origin`; for one that may only check
 * others, or create them, that do so. A token consists of letters, digits and an underscore, so that it needs no
 * escaping anywhere.
 */
export function examplesFor(origin: string, token: string, permissions: readonly Permission[]): readonly Example[] {
  if (permissions.every((permission) => permission === "verifier"))
    return [{ label: "curl", code: curlToIntrospect(origin, token) }];
  if (permissions.includes("issuer")) return [{ label: "curl", code: curlToIssue(origin, token) }];
  return [
    { label: "curl", code: curl(origin, token) },
    { label: "curl with the Session cookie", code: curlWithCookie(origin, token) },
    { label: "JavaScript", code: javaScript(origin, token) },
    { label: "Python", code: python(origin, token) },
  ];
}

function curl(origin: string, token: string): string {
  return `curl '${origin}/api/v1/organization' \\\n--header 'Authorization: Bearer ${token}'`;
}

function curlToIntrospect(origin: string, token: string): string {
  return (
    `curl '${origin}/oauth/introspect' \\\n--header 'Authorization: Bearer ${token}' \\\n` +
    "--data 'token=THE_TOKEN_TO_CHECK'"
  );
}

function curlToIssue(origin: string, token: string): string {
  const key = {
    name: "A customer",
    grants: [{ api: "https://api.example.com", scopes: ["invoices:read"] }],
    subject: "cus_8Fj2",
  };
  return (
    `curl '${origin}/api/v1/tokens' \\\n--header 'Authorization: Bearer ${token}' \\\n` +
    `--json '${JSON.stringify(key)}'`
  );
}

function curlWithCookie(origin: string, token: string): string {
  return `curl --location '${origin}/airmdrapi/organization' \\\n--header 'Cookie: Session="${token}"'`;
}

function javaScript(origin: string, token: string): string {
  return `const response = await fetch("${origin}/api/v1/organization", {
  headers: { Authorization: "Bearer ${token}" },
});
if (!response.ok) throw new Error(\`Latchkey answered \${response.status}\`);
console.log(await response.json());`;
}

function python(origin: string, token: string): string {
  return `import json
import urllib.request

request = urllib.request.Request(
    "${origin}/api/v1/organization",
    headers={"Authorization": "Bearer ${token}"},
)
with urllib.request.urlopen(request) as response:
    print(json.load(response))`;
}
