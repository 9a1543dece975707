// Tokens for the API keys of Better Auth. The export has one row of the table `apikey` a line; README.md has the query.

const API = "https://billing.acme.example";

/** Better Auth keeps `{"invoices": ["read"]}` as text; the API's scopes have the form `invoices:read`. */
const toScopes = (permissions) =>
  Object.entries(permissions ?? {}).flatMap(([resource, actions]) => actions.map((action) => `${resource}:${action}`));
const parsed = (column) => (typeof column === "string" ? JSON.parse(column) : column);

export function* toTokens(text) {
  for (const line of text.split("\n").filter(Boolean)) {
    const { id, name, start, referenceId, enabled, expiresAt, metadata, permissions } = JSON.parse(line);
    const scopes = toScopes(parsed(permissions));
    if (!enabled) yield { id, skip: "disabled" };
    else if (expiresAt && new Date(expiresAt) < new Date()) yield { id, skip: "expired" };
    else if (scopes.length === 0) yield { id, skip: "without a permission" };
    else {
      const token = {
        name: name || start || "Key",
        subject: referenceId,
        ...(parsed(metadata) && { metadata: parsed(metadata) }),
        grants: [{ api: API, scopes }],
        expiresAt: expiresAt ? new Date(expiresAt).toISOString() : null,
      };
      yield { id, token };
    }
  }
}
