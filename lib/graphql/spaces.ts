import type { SpaceDto } from "../spaces/dto";
import { createSpace, deleteSpace, updateSpace } from "../spaces/mutations";
import { getSpace, listSpaces } from "../spaces/queries";
import {
  createSpaceSchema,
  deleteSpaceSchema,
  listSpacesSchema,
  updateSpaceSchema,
  type ListSpacesInput,
} from "../spaces/schema";
import type { Page } from "../platform/paging/page";
import { builder, once, type GraphqlContext } from "./builder";
import { attachedFields, ContactInput, given, KeyValueInput } from "./common";
import { connectionOf } from "./connection";
import { parsed, required } from "./failure";
import { named, requireOwnOrganization, spaceMrn } from "./names";
import { SpaceSettingsInput, SpaceSettingsType } from "./space-settings";

/** A space; agents see its id and name, and null in other fields. `organization` is added in organizations.ts. */
export const Space = builder.objectRef<SpaceDto>("Space").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    mrn: t.string({ resolve: ({ id }) => spaceMrn(id) }),
    name: t.exposeString("name"),
    description: t.exposeString("description", { nullable: true }),
    settings: t.field({ type: SpaceSettingsType, nullable: true, resolve: ({ settings }) => settings }),
    ...attachedFields(t),
    createdAt: t.exposeString("createdAt", { nullable: true }),
    updatedAt: t.exposeString("updatedAt", { nullable: true }),
  }),
});

export const SpaceConnection = connectionOf("Space", Space);

/** A page of the spaces that the actor may see. The same page is read once per request. */
export function spacesOf(context: GraphqlContext, input: Partial<ListSpacesInput>): Promise<Page<SpaceDto>> {
  const query = parsed(listSpacesSchema, input);
  return once(
    context,
    `spaces ${JSON.stringify(query)}`,
    async () => required(await listSpaces(context.actor, query)).page,
  );
}

const CreateSpaceInput = builder.inputType("CreateSpaceInput", {
  fields: (t) => ({
    name: t.string({ required: true }),
    orgMrn: t.string({ required: true }),
    id: t.string(),
    description: t.string(),
    settings: t.field({ type: SpaceSettingsInput }),
    tags: t.field({ type: [KeyValueInput] }),
    annotations: t.field({ type: [KeyValueInput] }),
    contacts: t.field({ type: [ContactInput] }),
  }),
});

const UpdateSpaceInput = builder.inputType("UpdateSpaceInput", {
  fields: (t) => ({
    mrn: t.string({ required: true }),
    name: t.string({ required: true }),
    description: t.string(),
    settings: t.field({ type: SpaceSettingsInput }),
    tags: t.field({ type: [KeyValueInput] }),
    annotations: t.field({ type: [KeyValueInput] }),
    contacts: t.field({ type: [ContactInput] }),
  }),
});

const UpdateSpacePayload = builder
  .objectRef<SpaceDto>("UpdateSpacePayload")
  .implement({ fields: (t) => ({ space: t.field({ type: Space, resolve: (space) => space }) }) });

builder.queryField("space", (t) =>
  t.field({
    type: Space,
    nullable: true,
    args: { mrn: t.arg.string({ required: true }) },
    resolve: async (_, { mrn }, { actor }) => required(await getSpace(actor, named(mrn, "space").id)).space,
  }),
);

builder.mutationFields((t) => ({
  createSpace: t.field({
    type: Space,
    nullable: true,
    args: { input: t.arg({ type: CreateSpaceInput, required: true }) },
    resolve: async (_, { input: { orgMrn, ...input } }, { actor }) => {
      requireOwnOrganization(actor, orgMrn);
      return required(await createSpace(actor, parsed(createSpaceSchema, { ...given(input), name: input.name }))).space;
    },
  }),
  updateSpace: t.field({
    type: UpdateSpacePayload,
    nullable: true,
    args: { input: t.arg({ type: UpdateSpaceInput, required: true }) },
    resolve: async (_, { input: { mrn, ...input } }, { actor }) => {
      const spaceId = named(mrn, "space").id;
      return required(await updateSpace(actor, parsed(updateSpaceSchema, { ...given(input), spaceId }))).space;
    },
  }),
  deleteSpace: t.string({
    nullable: true,
    description: "Deletes the space with everything in it; answers its MRN.",
    args: { spaceMrn: t.arg.id({ required: true }) },
    resolve: async (_, args, { actor }) => {
      const spaceId = named(String(args.spaceMrn), "space").id;
      required(await deleteSpace(actor, parsed(deleteSpaceSchema, { spaceId })));
      return spaceMrn(spaceId);
    },
  }),
}));
