// Tokens for the keys of a table of your own. The export has one JSON object a line; README.md has the query.

const API = "https://billing.acme.example";
/** Your words for what a key may do, and the API's scopes. A word that is missing here stops the script. */
const SCOPES = { read: ["invoices:read"], write: ["invoices:read", "invoices:write"] };

export function* toTokens(text) {
  for (const line of text.split("\n").filter(Boolean)) {
    const { id, customer_id, label, rights, plan, expires_at } = JSON.parse(line);
    if (expires_at !== null && new Date(expires_at) < new Date()) {
      yield { id, skip: "expired" };
      continue;
    }
    const scopes = rights.flatMap((right) => {
      if (!SCOPES[right]) throw new Error(`Key ${id} has the right ${right}, which SCOPES does not name.`);
      return SCOPES[right];
    });
    const token = {
      name: label || "Key",
      subject: String(customer_id),
      metadata: { plan },
      grants: [{ api: API, scopes: [...new Set(scopes)] }],
      expiresAt: expires_at && new Date(expires_at).toISOString(),
    };
    yield { id: String(id), token };
  }
}
