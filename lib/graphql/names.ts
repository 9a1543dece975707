import type { TokenActor } from "../access/authorization/actor";
import { formatMrn, mrnContainer, parseMrn, type Mrn, type MrnContainer } from "../mrn";
import { PERMISSIONS, type Permission } from "../access/authorization/permissions";
import { invalid, refusal } from "./failure";

type Kind = Mrn["kind"];
type Named<K extends Kind> = Extract<Mrn, { kind: K }>;

/** Parses an MRN of one of these kinds. Throws `not_found` for any other text, as for a missing resource. */
export function named<K extends Kind>(text: string, ...kinds: readonly K[]): Named<K> {
  const mrn = parseMrn(text);
  if (!mrn || !(kinds as readonly Kind[]).includes(mrn.kind)) throw refusal("not_found");
  return mrn as Named<K>;
}

/** The space of a container in the actor's organization; null for the organization itself. */
export function spaceOfContainer(actor: TokenActor, container: MrnContainer): string | null {
  if (container.kind === "space") return container.id;
  if (container.id !== actor.organizationId) throw refusal("not_found");
  return null;
}

/** The space that an MRN names; null for the actor's organization. */
export function spaceNamedBy(actor: TokenActor, text: string): string | null {
  return spaceOfContainer(actor, named(text, "organization", "space"));
}

/** The space of an input: `scopeMrn` or, from older clients, `spaceMrn`. Null for the organization. */
export function spaceOfInput(
  actor: TokenActor,
  { scopeMrn, spaceMrn }: { scopeMrn?: string | null; spaceMrn?: string | null },
): string | null {
  if (scopeMrn) return spaceNamedBy(actor, scopeMrn);
  if (spaceMrn) return named(spaceMrn, "space").id;
  throw invalid("scopeMrn", "Name an organization or a space.");
}

/** Throws `not_found` unless it is the MRN of the actor's organization. */
export function requireOwnOrganization(actor: TokenActor, text: string): void {
  if (named(text, "organization").id !== actor.organizationId) throw refusal("not_found");
}

export const organizationMrn = (id: string): string => formatMrn({ kind: "organization", id });
export const spaceMrn = (id: string): string => formatMrn({ kind: "space", id });
export const containerMrn = (actor: TokenActor, spaceId: string | null): string =>
  formatMrn(mrnContainer(actor.organizationId, spaceId));

/** The MRN of a token. It contains the token's space or organization. */
export function tokenMrn(actor: TokenActor, token: { readonly id: string; readonly spaceId: string | null }): string {
  return formatMrn({ kind: "apitoken", container: mrnContainer(actor.organizationId, token.spaceId), id: token.id });
}

export const roleMrn = (permission: Permission): string => formatMrn({ kind: "role", permission });

/** The permission of a role, given by its name or by its MRN. */
export function permissionOf(role: string): Permission {
  const mrn = parseMrn(role);
  const permission = mrn?.kind === "role" ? mrn.permission : PERMISSIONS.find((known) => known === role);
  if (!permission) throw invalid("roles", `Roles are ${PERMISSIONS.join(", ")}, or their MRNs.`);
  return permission;
}
