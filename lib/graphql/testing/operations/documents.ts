import { tokenActor } from "../../../../tools/testing/actors";
import { unique, type TestTenant } from "../../../api/testing/world";
import { getPolicy } from "../../../content/policy-queries";
import { getQueryPack } from "../../../content/querypack-queries";
import { smallBundle } from "../../../content/testing";
import { formatMrn, mrnContainer } from "../../../mrn";
import type { TestDocument } from "./operation";

/** An actor that can read the MRNs of the tenant's resources. */
const readerOf = ({ organizationId }: TestTenant) => tokenActor(organizationId, ["viewer"]);

export const organization = ({ organizationId: id }: TestTenant): string => formatMrn({ kind: "organization", id });
export const space = ({ spaceId: id }: TestTenant): string => formatMrn({ kind: "space", id });
export const containerIn = (place: TestTenant, wide: boolean) =>
  mrnContainer(place.organizationId, wide ? null : place.spaceId);

export async function policy(place: TestTenant, wide = false): Promise<string> {
  const found = await getPolicy(readerOf(place), await place.policy(wide));
  return found.ok ? found.item.mrn : found.reason;
}

export async function querypack(place: TestTenant, wide = false): Promise<string> {
  const found = await getQueryPack(readerOf(place), await place.querypack(wide));
  return found.ok ? found.item.mrn : found.reason;
}

export const token = async (place: TestTenant, wide = false): Promise<string> =>
  formatMrn({ kind: "apitoken", container: containerIn(place, wide), id: await place.token(wide) });
export const asset = async (place: TestTenant): Promise<string> =>
  formatMrn({ kind: "asset", spaceId: place.spaceId, id: await place.asset() });
export const dataurl = (bytes: Uint8Array, type = "application/x-yaml"): string =>
  `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
export const bundle = () => dataurl(smallBundle({ policies: [`p-${unique()}`] }));
export const packs = () => dataurl(smallBundle({ packs: [`q-${unique()}`] }));

/** A document with one `$input` variable, as clients write them. */
export const mutation = (field: string, type: string, selection: string, input: unknown): TestDocument => ({
  query: `mutation ($input: ${type}) { ${field}(input: $input) ${selection} }`,
  variables: { input },
});
export const query = (field: string, type: string, selection: string, input: unknown): TestDocument => ({
  ...mutation(field, type, selection, input),
  query: `query ($input: ${type}) { ${field}(input: $input) ${selection} }`,
});
export const byMrn = (field: string, mrn: string): TestDocument => ({
  query: `query ($mrn: String!) { ${field}(mrn: $mrn) { mrn name } }`,
  variables: { mrn },
});
export const byId = (kind: "query" | "mutation", field: string, selection: string, id: string): TestDocument => ({
  query: `${kind} ($id: ID!) { ${field}(id: $id) ${selection} }`,
  variables: { id },
});
