import type { TokenActor } from "../access/authorization/actor";
import { assignContent, unassignContent } from "../content/assignments";
import { MAX_ASSIGNMENTS } from "../content/schema";
import { deletePolicy, uploadPolicies } from "../content/policy-mutations";
import { deleteQueryPack, uploadQueryPacks } from "../content/querypack-mutations";
import { builder } from "./builder";
import { PolicyAction } from "./content";
import { bundleOf, requireNamed, requireOneNamed } from "./content-input";
import { invalid, required } from "./failure";
import { spaceOfInput, named } from "./names";

/** The maximum number of bundles per call. */
const MAX_BUNDLES = 20;

const SetCustomPolicyInput = builder.inputType("SetCustomPolicyInput", {
  fields: (t) => ({
    dataurl: t.string({ required: true, description: "The YAML bundle as a data URL in base64 (RFC 2397)." }),
    scopeMrn: t.string({ description: "The organization or the space." }),
    spaceMrn: t.string(),
    overwrite: t.boolean({ description: "Whether content with the same uid is replaced." }),
  }),
});
const SetCustomQueryPackInput = builder.inputType("SetCustomQueryPackInput", {
  fields: (t) => ({
    spaceMrn: t.string({ required: true }),
    dataurl: t.string({ required: true }),
    overwrite: t.boolean(),
  }),
});
const DeleteCustomPolicyInput = builder.inputType("DeleteCustomPolicyInput", {
  fields: (t) => ({ policyMrn: t.string({ required: true }) }),
});
const DeleteCustomQueryPackInput = builder.inputType("DeleteCustomQueryPackInput", {
  fields: (t) => ({ queryPackMrn: t.string({ required: true }) }),
});
const PolicyAssignmentInput = builder.inputType("PolicyAssignmentInput", {
  fields: (t) => ({
    assetMrn: t.string({ required: true, description: "The MRN of a space." }),
    policyMrn: t.string(),
    policyMrns: t.stringList(),
    action: t.field({ type: PolicyAction, description: "Left out: ACTIVE." }),
    scoringSystem: t.string({ description: "Taken and ignored: scores are the scanner's." }),
  }),
});

const SetCustomPolicyPayload = builder
  .objectRef<{ mrns: string[] }>("SetCustomPolicyPayload")
  .implement({ fields: (t) => ({ policyMrns: t.exposeStringList("mrns") }) });
const SetCustomQueryPackPayload = builder
  .objectRef<{ mrns: string[] }>("SetCustomQueryPackPayload")
  .implement({ fields: (t) => ({ queryPackMrns: t.exposeStringList("mrns") }) });
const DeleteCustomPolicyPayload = builder
  .objectRef<{ mrn: string }>("DeleteCustomPolicyPayload")
  .implement({ fields: (t) => ({ policyMrn: t.exposeString("mrn") }) });
const DeleteCustomQueryPackPayload = builder
  .objectRef<{ mrn: string }>("DeleteCustomQueryPackPayload")
  .implement({ fields: (t) => ({ queryPackMrn: t.exposeString("mrn") }) });

interface UploadInput {
  readonly dataurl: string;
  readonly scopeMrn?: string | null;
  readonly spaceMrn?: string | null;
  readonly overwrite?: boolean | null;
}

/** Stores bundles one after the other. All are parsed first, so an invalid one stops all. */
async function uploadAll(
  actor: TokenActor,
  inputs: readonly UploadInput[],
  upload: typeof uploadPolicies,
): Promise<{ mrns: string[] }> {
  if (inputs.length > MAX_BUNDLES) throw invalid("input", `Send at most ${MAX_BUNDLES} bundles at a time.`);
  const bundles = inputs.map((input) => ({
    spaceId: spaceOfInput(actor, input),
    bytes: bundleOf(input.dataurl),
    overwrite: input.overwrite ?? false,
  }));
  const mrns: string[] = [];
  for (const bundle of bundles) mrns.push(...required(await upload(actor, bundle)).items.map(({ mrn }) => mrn));
  return { mrns };
}

type Assignment = typeof PolicyAssignmentInput.$inferInput;

/** Assigns or, if action is null, unassigns the named policies and query packs. */
async function assign(actor: TokenActor, input: Assignment, action: "ACTIVE" | "IGNORE" | null): Promise<boolean> {
  const spaceId = named(input.assetMrn, "space").id;
  const mrns = [...new Set([...(input.policyMrn ? [input.policyMrn] : []), ...(input.policyMrns ?? [])])];
  if (mrns.length === 0 || mrns.length > MAX_ASSIGNMENTS)
    throw invalid("policyMrns", `Name 1 to ${MAX_ASSIGNMENTS} policies.`);
  for (const { kind, items } of await requireNamed(actor, mrns, { to: "read", inSpace: spaceId })) {
    const ids = items.map(({ id }) => id);
    required(
      await (action === null
        ? unassignContent(kind, actor, { spaceId, ids })
        : assignContent(kind, actor, { spaceId, ids, action })),
    );
  }
  return true;
}

builder.mutationFields((t) => ({
  setCustomPolicy: t.field({
    type: SetCustomPolicyPayload,
    nullable: true,
    args: { input: t.arg({ type: [SetCustomPolicyInput], required: true }) },
    resolve: (_, { input }, { actor }) => uploadAll(actor, input, uploadPolicies),
  }),
  setCustomQueryPack: t.field({
    type: SetCustomQueryPackPayload,
    nullable: true,
    args: { input: t.arg({ type: [SetCustomQueryPackInput], required: true }) },
    resolve: (_, { input }, { actor }) => uploadAll(actor, input, uploadQueryPacks),
  }),
  deleteCustomPolicy: t.field({
    type: DeleteCustomPolicyPayload,
    nullable: true,
    args: { input: t.arg({ type: DeleteCustomPolicyInput, required: true }) },
    resolve: async (_, { input }, { actor }) => {
      const { id } = await requireOneNamed(actor, input.policyMrn, "policy", { to: "write" });
      return required(await deletePolicy(actor, { id })).item;
    },
  }),
  deleteCustomQueryPack: t.field({
    type: DeleteCustomQueryPackPayload,
    nullable: true,
    args: { input: t.arg({ type: DeleteCustomQueryPackInput, required: true }) },
    resolve: async (_, { input }, { actor }) => {
      const { id } = await requireOneNamed(actor, input.queryPackMrn, "querypack", { to: "write" });
      return required(await deleteQueryPack(actor, { id })).item;
    },
  }),
  assignPolicy: t.boolean({
    nullable: true,
    args: { input: t.arg({ type: PolicyAssignmentInput, required: true }) },
    resolve: (_, { input }, { actor }) => assign(actor, input, input.action ?? "ACTIVE"),
  }),
  unassignPolicy: t.boolean({
    nullable: true,
    args: { input: t.arg({ type: PolicyAssignmentInput, required: true }) },
    resolve: (_, { input }, { actor }) => assign(actor, input, null),
  }),
}));
