import type { TokenActor } from "../access/authorization/actor";
import { requireByUids, type LookUpPurpose } from "../content/by-uid";
import type { ContentDto } from "../content/dto";
import { POLICIES, QUERYPACKS, type ContentKindFacts } from "../content/kind";
import { readDataUrl } from "./data-url";
import { required } from "./failure";
import { named, spaceOfContainer } from "./names";

/** The accepted media types of bundles. A missing type means text/plain. */
const YAML_TYPES = [
  "application/x-yaml",
  "application/yaml",
  "text/x-yaml",
  "text/yaml",
  "text/vnd.yaml",
  "text/plain",
  "application/octet-stream",
];

/** The bundle in an input's data URL. */
export const bundleOf = (dataurl: string): Uint8Array => readDataUrl("dataurl", dataurl, YAML_TYPES).bytes;

const KINDS = { policy: POLICIES, querypack: QUERYPACKS } as const;

/** Finds the content with these MRNs, grouped by kind. Throws if any is missing. */
export async function requireNamed(
  actor: TokenActor,
  mrns: readonly string[],
  purpose: LookUpPurpose,
): Promise<{ kind: ContentKindFacts; items: ContentDto[] }[]> {
  const wanted = mrns
    .map((mrn) => named(mrn, "policy", "querypack"))
    .map(({ kind, container, uid }) => ({ kind, spaceId: spaceOfContainer(actor, container), uid }));
  const groups = [];
  for (const kind of ["policy", "querypack"] as const) {
    const ofKind = wanted.filter((one) => one.kind === kind);
    if (ofKind.length > 0)
      groups.push({
        kind: KINDS[kind],
        items: required(await requireByUids(KINDS[kind], actor, ofKind, purpose)).items,
      });
  }
  return groups;
}

/** The policy or query pack with this MRN. */
export async function requireOneNamed(
  actor: TokenActor,
  mrn: string,
  kind: "policy" | "querypack",
  purpose: LookUpPurpose,
): Promise<ContentDto> {
  const { container, uid } = named(mrn, kind);
  const [item] = required(
    await requireByUids(KINDS[kind], actor, [{ spaceId: spaceOfContainer(actor, container), uid }], purpose),
  ).items;
  if (!item) throw new Error("one name must have one item");
  return item;
}
