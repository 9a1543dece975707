// Tokens for the keys of Unkey. The export is the answers of `POST /v2/apis.listKeys`, one a line; README.md gets them.

const API = "https://billing.acme.example";
/** Unkey's permissions have the form `invoices.read`, and the API's scopes the form `invoices:read`. */
const toScope = (permission) => permission.replace(".", ":");

export function* toTokens(text) {
  const pages = text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  for (const key of pages.flatMap(({ data }) => data)) {
    const { keyId: id, name, start, enabled, identity, meta, permissions = [], expires } = key;
    // The permissions of a key's roles are not in the list: name them here, if you use roles.
    if (!enabled) yield { id, skip: "disabled" };
    else if (expires && expires < Date.now()) yield { id, skip: "expired" };
    else if (permissions.length === 0) yield { id, skip: "without a permission" };
    else {
      const token = {
        name: name || `${start}…`,
        ...(identity && { subject: identity.externalId }),
        ...(meta && { metadata: meta }),
        grants: [{ api: API, scopes: permissions.map(toScope) }],
        expiresAt: expires ? new Date(expires).toISOString() : null,
      };
      yield { id, token };
    }
  }
}
