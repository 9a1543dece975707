import { getIntrospectionQuery } from "graphql";
import type { HeavyData } from "./data";

/** A kind of heavy document. Its size is a parameter. */
export interface DocumentFamily {
  readonly name: string;
  /** The largest number worth trying. */
  readonly most: number;
  readonly document: (size: number) => string;
}

const repeated = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(" ");

const SETTINGS = "settings { tokenMaxLifetimeDays }";
const fragment = (i: number, fields: string): string => `fragment f${i} on Organization { ${fields} }`;
const download = (mrn: string): string =>
  `downloadBundle(input: { mrn: "${mrn}" }) { ... on PolicyBundleYaml { yaml } }`;

/** The fields of the whole schema's introspection, and its fragments. */
const [, SCHEMA_FIELDS = "", SCHEMA_FRAGMENTS = ""] =
  /^\s*query IntrospectionQuery \{([\s\S]*?)\n {4}\}\n([\s\S]*)$/.exec(getIntrospectionQuery()) ?? [];

const TOKEN_FIELDS =
  "id mrn name description hint scopeMrn status expiresAt createdAt " +
  "createdBy revokedAt revokedBy lastUsedAt roles { mrn name }";
const ASSET_FIELDS = "id mrn reportedMrn spaceMrn name platform platformVersion arch score error lastSeenAt createdAt";
const POLICY_FIELDS =
  "... on Policy { mrn uid name version scopeMrn assigned action " +
  "assignedScope isPublic createdAt updatedAt updatedBy docs checks queries }";
const EVENT_FIELDS = "identity { name mrn } resource action timestamp msg";
const SPACE_FIELDS =
  "id mrn name createdAt updatedAt " +
  "settings { casesConfiguration { autoCreate aggregationWindow } " +
  "exceptionsConfiguration { requireApproval allowSelfApproval } }";

/** The ways to make a document expensive. Each is measured with the largest size that the server accepts. */
export function documentFamilies({ organizationId, spaceId, largestPolicy }: HeavyData): DocumentFamily[] {
  const organization = `//captain.api.mondoo.app/organizations/${organizationId}`;
  const space = `//captain.api.mondoo.app/spaces/${spaceId}`;
  const lists = (name: string, list: (i: number) => string, fields: string): DocumentFamily => ({
    name,
    most: 30,
    document: (size) => `{ ${repeated(size, (i) => `a${i}: ${list(i)} { edges { cursor node { ${fields} } } }`)} }`,
  });
  return [
    lists("lists of tokens", () => "apiTokens(first: 200)", TOKEN_FIELDS),
    lists("lists of assets", () => `assets(spaceMrn: "${space}", first: 200)`, ASSET_FIELDS),
    lists(
      "lists of policies",
      () => `content(input: { scopeMrn: "${organization}", catalogType: ALL, limit: 200 })`,
      POLICY_FIELDS,
    ),
    lists("lists of events", () => `auditlog(resourceMrn: "${organization}", first: 200)`, EVENT_FIELDS),
    {
      name: "lists of spaces",
      most: 29,
      document: (size) =>
        `{ organization(mrn: "${organization}") {
          ${repeated(size, (i) => `a${i}: spacesList(first: ${200 - i}) { edges { cursor node { ${SPACE_FIELDS} } } }`)}
          } }`,
    },
    {
      name: "short lists of spaces with many facts",
      most: 29,
      document: (size) =>
        `{ organization(mrn: "${organization}") {
          ${repeated(size, (i) => `a${i}: spacesList(first: ${200 - i}) { pageInfo { endCursor } }`)} } }`,
    },
    {
      name: "lists in lists",
      most: 100,
      document: (size) =>
        `{ organization(mrn: "${organization}") { spacesList(first: ${size}) { edges { node { organization {
          spacesList(first: 200) { edges { cursor node { id mrn name } } } } } } } } }`,
    },
    {
      name: "facts of spaces",
      most: 200,
      document: (size) =>
        `{ organization(mrn: "${organization}") { spacesList(first: ${size}) { edges { node { annotations { key value }
          tags { key value } contacts { name email } } } } } }`,
    },
    {
      name: "facts of spaces, repeated",
      most: 29,
      document: (size) =>
        `{ organization(mrn: "${organization}") { spacesList(first: 20) { edges { node { annotations {
          ${repeated(size, (i) => `a${i}: value`)} } } } } } }`,
    },
    {
      name: "the schema",
      most: 30,
      document: (size) =>
        `{ ${repeated(size, (i) => SCHEMA_FIELDS.replace("__schema", `a${i}: __schema`))} } ${SCHEMA_FRAGMENTS}`,
    },
    {
      name: "the same field many times",
      most: 1_960,
      document: (size) => `{ organization(mrn: "${organization}") { ${repeated(size, () => "id")} } }`,
    },
    {
      name: "the same list many times",
      most: 300,
      document: (size) =>
        `{ organization(mrn: "${organization}") { ${repeated(size, () => "spacesList(first: 1) { totalCount }")} } }`,
    },
    {
      name: "fragments in fragments",
      most: 180,
      document: (size) =>
        `{ organization(mrn: "${organization}") { ...f0 } }
          ${repeated(size, (i) => fragment(i, `id ${i + 1 < size ? `...f${i + 1} ...f${i + 1}` : ""}`))}`,
    },
    {
      name: "copies in fragments",
      most: 60,
      document: (size) =>
        `{ organization(mrn: "${organization}") { ${repeated(size, (i) => `...f${i}`)} } }
          ${repeated(size, (i) =>
            fragment(
              i,
              repeated(10, () => SETTINGS),
            ),
          )}`,
    },
    {
      name: "the same fields in fragments",
      most: 60,
      document: (size) =>
        `{ organization(mrn: "${organization}") { ${repeated(size, (i) => `...f${i}`)} } }
          ${repeated(size, (i) =>
            fragment(
              i,
              repeated(8, (field) => `a${field}: ${SETTINGS}`),
            ),
          )}`,
    },
    {
      name: "large files",
      most: 29,
      document: (size) => `{ ${repeated(size, (i) => `a${i}: ${download(largestPolicy)}`)} }`,
    },
  ];
}
