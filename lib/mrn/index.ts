import { z } from "../platform/validation/zod";
import { UID } from "../platform/validation/uid";
import { PERMISSIONS, type Permission } from "../access/authorization/permissions";
import { id, slug } from "../platform/validation/fields";

/** The organization or space that a resource belongs to. */
export type MrnContainer =
  { readonly kind: "organization"; readonly id: string } | { readonly kind: "space"; readonly id: string };

/** A parsed MRN: the name of a resource in the GraphQL API. */
export type Mrn =
  | { readonly kind: "organization"; readonly id: string }
  | { readonly kind: "space"; readonly id: string }
  | { readonly kind: "user"; readonly id: string }
  | { readonly kind: "team"; readonly id: string }
  | { readonly kind: "role"; readonly permission: Permission }
  | { readonly kind: "apitoken"; readonly container: MrnContainer; readonly id: string }
  | { readonly kind: "serviceaccount"; readonly container: MrnContainer; readonly id: string }
  | { readonly kind: "asset"; readonly spaceId: string; readonly id: string }
  | { readonly kind: "policy"; readonly container: MrnContainer; readonly uid: string }
  | { readonly kind: "querypack"; readonly container: MrnContainer; readonly uid: string };

const CAPTAIN = "//captain.api.mondoo.app";
const AGENTS = "//agents.api.mondoo.app";
const POLICIES = "//policy.api.mondoo.app";

const containerPath = ({ kind, id: name }: MrnContainer): string =>
  kind === "organization" ? `organizations/${name}` : `spaces/${name}`;

/** Formats an MRN. */
export function formatMrn(mrn: Mrn): string {
  switch (mrn.kind) {
    case "organization":
    case "space":
      return `${CAPTAIN}/${containerPath(mrn)}`;
    case "user":
    case "team":
      return `${CAPTAIN}/${mrn.kind}s/${mrn.id}`;
    case "role":
      return `//iam.api.mondoo.app/roles/${mrn.permission}`;
    case "apitoken":
    case "serviceaccount":
      return `${AGENTS}/${containerPath(mrn.container)}/${mrn.kind}s/${mrn.id}`;
    case "asset":
      return `//assets.api.mondoo.app/spaces/${mrn.spaceId}/assets/${mrn.id}`;
    case "policy":
      return `${POLICIES}/${containerPath(mrn.container)}/policies/${mrn.uid}`;
    case "querypack":
      return `${POLICIES}/${containerPath(mrn.container)}/querypacks/${mrn.uid}`;
  }
}

/** The container of a row: its space, or its organization if it has none. */
export function mrnContainer(organizationId: string, spaceId: string | null): MrnContainer {
  return spaceId === null ? { kind: "organization", id: organizationId } : { kind: "space", id: spaceId };
}

const uid = z.string().regex(UID);
const permission = z.enum(PERMISSIONS);
const FORM = /^\/\/([a-z]+)\.api\.mondoo\.app\/(.+)$/;
const MAX_LENGTH = 400;

/** Parses an MRN; null if it is malformed. Does not check whether the resource exists. */
export function parseMrn(text: string): Mrn | null {
  const [, service = "", path = ""] = (text.length <= MAX_LENGTH && FORM.exec(text)) || [];
  const segments = path.split("/");
  const read = READERS.get(service);
  return read ? read(segments) : null;
}

const READERS = new Map<string, (segments: string[]) => Mrn | null>([
  ["captain", readCaptain],
  ["agents", readAgent],
  ["policy", readContent],
  ["iam", readRole],
  ["assets", readAsset],
]);

function readRole([what, name, ...rest]: string[]): Mrn | null {
  return what === "roles" && rest.length === 0
    ? checked(permission, name, (held) => ({ kind: "role", permission: held }))
    : null;
}

function readAsset([kindOfContainer, containerId, what, name, ...rest]: string[]): Mrn | null {
  const container = readContainer([kindOfContainer, containerId]);
  if (container?.kind !== "space" || what !== "assets" || rest.length > 0) return null;
  return checked(id, name, (own) => ({ kind: "asset", spaceId: container.id, id: own }));
}

function readCaptain([what, name, ...rest]: string[]): Mrn | null {
  if (rest.length > 0) return null;
  if (what === "organizations" || what === "spaces") return readContainer([what, name]);
  if (what === "users" || what === "teams")
    return checked(id, name, (own) => ({ kind: what === "users" ? "user" : "team", id: own }));
  return null;
}

function readAgent([kindOfContainer, containerId, what, name, ...rest]: string[]): Mrn | null {
  const container = readContainer([kindOfContainer, containerId]);
  if (!container || rest.length > 0 || (what !== "apitokens" && what !== "serviceaccounts")) return null;
  return checked(id, name, (own) => ({
    kind: what === "apitokens" ? "apitoken" : "serviceaccount",
    container,
    id: own,
  }));
}

function readContent([kindOfContainer, containerId, what, name, ...rest]: string[]): Mrn | null {
  const container = readContainer([kindOfContainer, containerId]);
  if (!container || rest.length > 0 || (what !== "policies" && what !== "querypacks")) return null;
  return checked(uid, name, (own) => ({ kind: what === "policies" ? "policy" : "querypack", container, uid: own }));
}

function readContainer([what, name]: (string | undefined)[]): MrnContainer | null {
  if (what !== "organizations" && what !== "spaces") return null;
  const parsed = slug.safeParse(name);
  return parsed.success && parsed.data === name
    ? { kind: what === "organizations" ? "organization" : "space", id: name }
    : null;
}

function checked<T>(schema: z.ZodType<T>, value: string | undefined, make: (value: T) => Mrn): Mrn | null {
  const parsed = schema.safeParse(value);
  return parsed.success ? make(parsed.data) : null;
}
