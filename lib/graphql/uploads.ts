import { Kind, parse, type DocumentNode, type FieldNode } from "graphql";

/** The operations whose input is a file. */
const UPLOADS = new Set(["setCustomPolicy", "setCustomQueryPack", "reportScanResults"]);

/** Whether a document only uploads files. True for an invalid document, which fails when it runs. */
export function isUpload(document: string): boolean {
  try {
    return rootFields(parse(document, { noLocation: true, maxTokens: 2_000 })).every(({ name }) =>
      UPLOADS.has(name.value),
    );
  } catch {
    return true;
  }
}

/** A fragment at the root counts as another field. */
function rootFields({ definitions }: DocumentNode): FieldNode[] {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operations
    .flatMap(({ selectionSet }) => selectionSet.selections)
    .map((selection) => (selection.kind === Kind.FIELD ? selection : OTHER));
}

const OTHER: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "" } };
