import { createApi } from "../../lib/apis/mutations";
import { createApiSchema } from "../../lib/apis/schema";
import { issueToken } from "../../lib/tokens/issuing";
import { issueTokenSchema } from "../../lib/tokens/schema";
import { superAdmin } from "./actors";

/** Registers an API of the organization with scopes of these names. */
export async function registerApi(organizationId: string, identifier: string, names: readonly string[]): Promise<void> {
  const input = { identifier, name: "An API", scopes: names.map((name) => ({ name })) };
  const created = await createApi(superAdmin(organizationId), createApiSchema.parse(input));
  if (!created.ok) throw new Error(created.reason);
}

/** The secret of a new token of the organization. `input` is as for REST, without a name. */
export async function issueSecret(organizationId: string, input: object): Promise<string> {
  const name = `Token ${crypto.randomUUID()}`;
  const issued = await issueToken(superAdmin(organizationId), issueTokenSchema.parse({ name, ...input }));
  if (!issued.ok) throw new Error(issued.reason);
  return issued.secret.reveal();
}
