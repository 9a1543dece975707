import type { GraphQLResolveInfo } from "graphql";
import { deleteOrganization, updateOrganization } from "../organizations/mutations";
import { updateOrganizationSchema } from "../organizations/schema";
import { getOrganizationFacts, type OrganizationFacts } from "../organizations/settings";
import { fail } from "../platform/result/result";
import { builder, once, type GraphqlContext } from "./builder";
import { attachedFields, ContactInput, given, KeyValueInput } from "./common";
import { pageInput, selects } from "./connection";
import { parsed, required } from "./failure";
import { organizationMrn, requireOwnOrganization } from "./names";
import { Space, SpaceConnection, spacesOf } from "./spaces";

/** The organization's token policy. */
const OrganizationSettings = builder.objectRef<OrganizationFacts>("OrganizationSettings").implement({
  fields: (t) => ({
    tokenMaxLifetimeDays: t.exposeInt("tokenMaxLifetimeDays", { nullable: true }),
    tokenRequestsPerMinute: t.exposeInt("tokenRequestsPerMinute", { nullable: true }),
  }),
});

const OrganizationSettingsInput = builder.inputType("OrganizationSettingsInput", {
  description: "The organization's token policy. Changing it takes Owner (`tokenPolicy.write`).",
  fields: (t) => ({ tokenMaxLifetimeDays: t.int(), tokenRequestsPerMinute: t.int() }),
});

const Organization = builder.objectRef<OrganizationFacts>("Organization").implement({
  description: "Agents, and tokens for one space, see the id, the code and the name only, and their spaces.",
  fields: (t) => ({
    id: t.exposeID("id"),
    mrn: t.string({ resolve: ({ id }) => organizationMrn(id) }),
    code: t.exposeString("code"),
    name: t.exposeString("name"),
    description: t.exposeString("description", { nullable: true }),
    company: t.exposeString("company", { nullable: true }),
    ...attachedFields(t),
    settings: t.field({
      type: OrganizationSettings,
      nullable: true,
      resolve: (facts) => (facts.version === undefined ? null : facts),
    }),
    spacesCount: t.int({
      resolve: async ({ spaces }, _args, context) => spaces ?? (await spacesOf(context, { limit: 1 })).total,
    }),
    spacesList: t.field({
      type: SpaceConnection,
      args: { first: t.arg.int(), after: t.arg.string(), query: t.arg.string() },
      resolve: (_, { query, ...page }, context, info) =>
        spacesOf(context, { search: query ?? "", ...pageInput(info, page) }),
    }),
  }),
});

builder.objectField(Space, "organization", (t) =>
  t.field({ type: Organization, resolve: (_, _args, context, info) => ownOrganization(context, info) }),
);

/** The actor's organization, read once per request, because every space of a list belongs to it. */
function ownOrganization(context: GraphqlContext, info: GraphQLResolveInfo): Promise<OrganizationFacts> {
  const withSpaces = selects(info, "spacesCount");
  return once(
    context,
    "organization",
    async () => required(await getOrganizationFacts(context.actor, { withSpaces })).organization,
  );
}

const inputFields = (t: Parameters<Parameters<typeof builder.inputType>[1]["fields"]>[0]) => ({
  description: t.string(),
  company: t.string(),
  settings: t.field({ type: OrganizationSettingsInput }),
  tags: t.field({ type: [KeyValueInput] }),
  annotations: t.field({ type: [KeyValueInput] }),
  contacts: t.field({ type: [ContactInput] }),
});

const CreateOrganizationInput = builder.inputType("CreateOrganizationInput", {
  fields: (t) => ({ name: t.string({ required: true }), id: t.string(), ...inputFields(t) }),
});
const UpdateOrganizationInput = builder.inputType("UpdateOrganizationInput", {
  fields: (t) => ({ mrn: t.string({ required: true }), name: t.string({ required: true }), ...inputFields(t) }),
});

const UpdateOrganizationPayload = builder.objectRef<OrganizationFacts>("UpdateOrganizationPayload").implement({
  fields: (t) => ({ organization: t.field({ type: Organization, resolve: (facts) => facts }) }),
});

builder.queryField("organization", (t) =>
  t.field({
    type: Organization,
    nullable: true,
    args: { mrn: t.arg.string({ required: true }) },
    resolve: (_, { mrn }, context, info) => {
      requireOwnOrganization(context.actor, mrn);
      return ownOrganization(context, info);
    },
  }),
);

builder.mutationFields((t) => ({
  createOrganization: t.field({
    type: Organization,
    nullable: true,
    description:
      "Refused: a token belongs to one organization, and nothing that it holds reaches beyond. " +
      "Organizations are made in the console.",
    args: { input: t.arg({ type: CreateOrganizationInput, required: true }) },
    resolve: () =>
      required<OrganizationFacts>(
        fail("insufficient_scope", { detail: { action: "organization.create", permissions: [] } }),
      ),
  }),
  updateOrganization: t.field({
    type: UpdateOrganizationPayload,
    nullable: true,
    args: { input: t.arg({ type: UpdateOrganizationInput, required: true }) },
    resolve: async (_, { input: { mrn, settings, ...input } }, { actor }) => {
      requireOwnOrganization(actor, mrn);
      return required(
        await updateOrganization(actor, parsed(updateOrganizationSchema, { ...given(input), ...settings })),
      ).settings;
    },
  }),
  deleteOrganization: t.string({
    nullable: true,
    description: "Deletes the organization with everything in it, this token included; answers its MRN.",
    args: { orgMrn: t.arg.id({ required: true }) },
    resolve: async (_, { orgMrn }, { actor }) => {
      requireOwnOrganization(actor, String(orgMrn));
      required(await deleteOrganization(actor, {}));
      return organizationMrn(actor.organizationId);
    },
  }),
}));
