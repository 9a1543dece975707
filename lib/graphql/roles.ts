import type { TokenActor } from "../access/authorization/actor";
import { ROLE_ACTS_AS } from "../access/authorization/permissions";
import { getMember } from "../members/queries";
import { formatMrn } from "../mrn";
import { getSpace } from "../spaces/queries";
import { setPermissions } from "../tokens/mutations";
import { setPermissionsSchema } from "../tokens/schema";
import { builder } from "./builder";
import { invalid, parsed, refusal, required } from "./failure";
import { spaceOfInput, named, spaceNamedBy, permissionOf, roleMrn, containerMrn, tokenMrn } from "./names";
import { NO_VERSION_CHECK, RoleInput } from "./token-mutations";
import { requireToken } from "./tokens";

/** The maximum number of identities per call. */
const MAX_UPDATES = 50;

interface Held {
  readonly identityMrn: string;
  readonly identityEmail: string | null;
  readonly scopeMrn: string;
  readonly roles: readonly string[];
}

/** The roles of an identity in a space or organization: an API token or a user. */
const IdentityRoles = builder.objectRef<Held>("IdentityRoles").implement({
  fields: (t) => ({
    identityMrn: t.exposeString("identityMrn"),
    identityEmail: t.exposeString("identityEmail", {
      nullable: true,
      description: "A person's; null for an API token.",
    }),
    scopeMrn: t.exposeString("scopeMrn"),
    roles: t.exposeStringList("roles", { description: "MRNs of roles." }),
  }),
});

const SetRolesUpdateInput = builder.inputType("SetRolesUpdateInput", {
  fields: (t) => ({ entityMrn: t.string({ required: true }), roles: t.field({ type: [RoleInput], required: true }) }),
});
const SetRolesInput = builder.inputType("SetRolesInput", {
  fields: (t) => ({
    scopeMrn: t.string(),
    spaceMrn: t.string({ deprecationReason: "Use scopeMrn." }),
    identity: t.string({ description: "One API token, whose roles stand in `roles`." }),
    roles: t.stringList({ description: "MRNs of roles, or their names." }),
    updates: t.field({ type: [SetRolesUpdateInput] }),
  }),
});
const SetRolesPayload = builder
  .objectRef<{ mrns: string[] }>("SetRolesPayload")
  .implement({ fields: (t) => ({ mrns: t.exposeStringList("mrns") }) });

/** The token with this MRN, if it belongs to that space or organization. */
async function requireIdentity(actor: TokenActor, mrn: string, spaceId: string | null) {
  const token = await requireToken(actor, mrn);
  if ((token.space?.id ?? null) !== spaceId) throw refusal("not_found");
  return token;
}

/** The roles of a token in its own space or organization. */
async function heldByToken(actor: TokenActor, mrn: string, spaceId: string | null): Promise<Held> {
  const { id, permissions } = await requireIdentity(actor, mrn, spaceId);
  return {
    identityMrn: tokenMrn(actor, { id, spaceId }),
    identityEmail: null,
    scopeMrn: containerMrn(actor, spaceId),
    roles: permissions.map(roleMrn),
  };
}

/** The roles of a user, the same in the organization and in each of its spaces. A disabled user has none. */
async function heldByPerson(actor: TokenActor, userId: string, spaceId: string | null): Promise<Held> {
  if (spaceId !== null) required(await getSpace(actor, spaceId));
  const { member } = required(await getMember(actor, userId));
  const roles = member.disabled ? [] : [roleMrn(ROLE_ACTS_AS[member.role])];
  return {
    identityMrn: formatMrn({ kind: "user", id: userId }),
    identityEmail: member.email,
    scopeMrn: containerMrn(actor, spaceId),
    roles,
  };
}

type Input = typeof SetRolesInput.$inferInput;

/** The updates, from both forms of the input. */
function updatesOf({ identity, roles, updates }: Input): { mrn: string; roles: readonly string[] }[] {
  const single = identity ? [{ mrn: identity, roles: roles ?? [] }] : [];
  const all = [
    ...single,
    ...(updates ?? []).map((update) => ({ mrn: update.entityMrn, roles: update.roles.map(({ mrn }) => mrn) })),
  ];
  if (all.length === 0) throw invalid("updates", "Name at least one API token.");
  if (all.length > MAX_UPDATES) throw invalid("updates", `Change at most ${MAX_UPDATES} at a time.`);
  return all;
}

builder.queryField("getRoles", (t) =>
  t.field({
    type: IdentityRoles,
    nullable: true,
    args: { identity: t.arg.string({ required: true }), scopeMrn: t.arg.string({ required: true }) },
    resolve: async (_, args, { actor }) => {
      const spaceId = spaceNamedBy(actor, args.scopeMrn);
      const identity = named(args.identity, "apitoken", "user");
      return identity.kind === "user"
        ? heldByPerson(actor, identity.id, spaceId)
        : heldByToken(actor, args.identity, spaceId);
    },
  }),
);

builder.mutationField("setRoles", (t) =>
  t.field({
    type: SetRolesPayload,
    nullable: true,
    description: "Replaces the roles of API tokens, one after the other; the first that is refused ends it.",
    args: { input: t.arg({ type: SetRolesInput, required: true }) },
    resolve: async (_, { input }, { actor }) => {
      const spaceId = spaceOfInput(actor, input);
      const updates = updatesOf(input).map(({ mrn, roles }) => ({ mrn, permissions: roles.map(permissionOf) }));
      for (const { mrn, permissions } of updates) {
        const { id: tokenId } = await requireIdentity(actor, mrn, spaceId);
        required(
          await setPermissions(
            actor,
            parsed(setPermissionsSchema, { tokenId, version: NO_VERSION_CHECK, permissions }),
          ),
        );
      }
      return { mrns: updates.map(({ mrn }) => mrn) };
    },
  }),
);
