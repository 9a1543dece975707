import type { TokenActor } from "../access/authorization/actor";
import { formatMrn, mrnScope, parseMrn, type Mrn, type MrnScope } from "../mrn";
import { PERMISSIONS, type Permission } from "../access/authorization/permissions";
import { invalid, refusal } from "./failure";

type Kind = Mrn["kind"];
type Named<K extends Kind> = Extract<Mrn, { kind: K }>;

/** A name of one of these kinds. What is none of ours is `not_found`, as what is not there: clients cannot tell, nor need to. */
export function named<K extends Kind>(text: string, ...kinds: readonly K[]): Named<K> {
  const mrn = parseMrn(text);
  if (!mrn || !(kinds as readonly Kind[]).includes(mrn.kind)) throw refusal("not_found");
  return mrn as Named<K>;
}

/** The space of a scope within the actor's organization; null is the organization itself. */
export function spaceOfScope(actor: TokenActor, scope: MrnScope): string | null {
  if (scope.kind === "space") return scope.id;
  if (scope.id !== actor.organizationId) throw refusal("not_found");
  return null;
}

/** The scope that a name of an organization or a space stands for. */
export function namedScope(actor: TokenActor, text: string): string | null {
  return spaceOfScope(actor, named(text, "organization", "space"));
}

/** The scope of an input that has it in `scopeMrn` or, in older clients, in `spaceMrn`. */
export function givenScope(
  actor: TokenActor,
  { scopeMrn, spaceMrn }: { scopeMrn?: string | null; spaceMrn?: string | null },
): string | null {
  if (scopeMrn) return namedScope(actor, scopeMrn);
  if (spaceMrn) return named(spaceMrn, "space").id;
  throw invalid("scopeMrn", "Name an organization or a space.");
}

/** Throws `not_found` unless it is the name of the actor's organization. */
export function requireOwnOrganization(actor: TokenActor, text: string): void {
  if (named(text, "organization").id !== actor.organizationId) throw refusal("not_found");
}

export const organizationMrn = (id: string): string => formatMrn({ kind: "organization", id });
export const spaceMrn = (id: string): string => formatMrn({ kind: "space", id });
export const scopeMrn = (actor: TokenActor, spaceId: string | null): string =>
  formatMrn(mrnScope(actor.organizationId, spaceId));

/** The name of a token, which has its scope in it. */
export function tokenMrn(actor: TokenActor, token: { readonly id: string; readonly spaceId: string | null }): string {
  return formatMrn({ kind: "apitoken", scope: mrnScope(actor.organizationId, token.spaceId), id: token.id });
}

export const roleMrn = (permission: Permission): string => formatMrn({ kind: "role", permission });

/** The permission of a role, given by its name or by its MRN. */
export function permissionOf(role: string): Permission {
  const mrn = parseMrn(role);
  const permission = mrn?.kind === "role" ? mrn.permission : PERMISSIONS.find((known) => known === role);
  if (!permission) throw invalid("roles", `Roles are ${PERMISSIONS.join(", ")}, or their MRNs.`);
  return permission;
}
