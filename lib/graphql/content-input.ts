import type { TokenActor } from "../access/authorization/actor";
import { requireByUids, type LookUpPurpose } from "../content/by-uid";
import type { ContentDto } from "../content/dto";
import { POLICIES, QUERYPACKS, type ContentKindFacts } from "../content/kind";
import { readDataUrl } from "./data-url";
import { required } from "./failure";
import { named, spaceOfContainer } from "./names";

/** What bundles are sent as; no type is text/plain. */
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

/** What content of these names is, told apart by kind; all of it or an error. */
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

/** The one policy or query pack of that name. */
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
  if (!item) throw new Error("an answer to one name has one item");
  return item;
}
