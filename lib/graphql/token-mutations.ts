import type { Secret } from "../platform/secret";
import type { TokenDto } from "../tokens/dto";
import { setGrants } from "../tokens/grants";
import { issueToken } from "../tokens/issuing";
import { editToken } from "../tokens/mutations";
import { revokeIssued, revokeSubject, revokeToken } from "../tokens/revoking";
import { rotateToken, rotateTokenSchema } from "../tokens/rotation";
import type { Metadata } from "../tokens/metadata";
import {
  editTokenSchema,
  issueTokenSchema,
  newTokenFields,
  revokeIssuedSchema,
  subjectInputSchema,
  setGrantsSchema,
  setIssuesSchema,
  setLimitsSchema,
  setSubjectLimitsSchema,
  setVerifiesSchema,
  tokenEdits,
} from "../tokens/schema";
import { setLimits } from "../tokens/limiting";
import { setIssues } from "../tokens/issues";
import { setSubjectLimits } from "../tokens/subject-limits";
import { setVerifies } from "../tokens/verifies";
import { builder } from "./builder";
import { invalid, parsed, required } from "./failure";
import { given } from "./common";
import { givenFields, inputFields } from "./from-schema";
import { named, spaceOfInput, permissionOf, tokenMrn } from "./names";
import { APITokenLimits, APITokenLimitsInput } from "./token-limits";
import { APIToken, requireToken } from "./tokens";

const METADATA = "A JSON object of up to 4 KiB. The token's holder can read it.";

interface Shown {
  readonly token: TokenDto;
  readonly secret: Secret;
}

export const RoleInput = builder.inputType("RoleInput", {
  fields: (t) => ({ mrn: t.string({ required: true, description: "The role's MRN, or its name." }) }),
});

const APIGrantInput = builder.inputType("APIGrantInput", {
  fields: (t) => ({
    api: t.string({ required: true, description: "The API's identifier." }),
    scopes: t.stringList({ required: true }),
  }),
});
const SetAPITokenGrantsInput = builder.inputType("SetAPITokenGrantsInput", {
  fields: (t) => ({
    mrn: t.string({ required: true }),
    grants: t.field({ type: [APIGrantInput], required: true }),
  }),
});

const APIIssueInput = builder.inputType("APIIssueInput", {
  fields: (t) => ({
    api: t.string({ required: true, description: "The API's identifier." }),
    scopes: t.stringList({ description: "Left out: all." }),
  }),
});
const SetAPITokenIssuesInput = builder.inputType("SetAPITokenIssuesInput", {
  fields: (t) => ({
    mrn: t.string({ required: true }),
    issues: t.field({ type: [APIIssueInput], required: true }),
  }),
});

const SetAPITokenVerifiesInput = builder.inputType("SetAPITokenVerifiesInput", {
  fields: (t) => ({
    mrn: t.string({ required: true }),
    verifies: t.stringList({ description: "Identifiers of APIs; with none it knows no token. Null: not bound." }),
  }),
});

const SetAPITokenLimitsInput = builder.inputType("SetAPITokenLimitsInput", {
  fields: (t) => ({
    mrn: t.string({ required: true }),
    limits: t.field({ type: APITokenLimitsInput, required: true, description: "All limits; empty for none." }),
  }),
});

const GenerateAPITokenInput = builder.inputType("GenerateAPITokenInput", {
  fields: (t) => ({
    ...inputFields(t, newTokenFields),
    scopeMrn: t.string({ description: "The organization or the space." }),
    spaceMrn: t.string({ deprecationReason: "Use scopeMrn." }),
    roles: t.field({ type: [RoleInput], description: "Left out: viewer, or none if there are grants." }),
    grants: t.field({ type: [APIGrantInput], description: "Scopes of the organization's APIs." }),
    issues: t.field({ type: [APIIssueInput], description: "For the role Issuer." }),
    verifies: t.stringList({ description: "For the role Verifier: the APIs that it is bound to. Null: not bound." }),
    metadata: t.string({ description: METADATA }),
    limits: t.field({ type: APITokenLimitsInput, description: "Left out: not limited." }),
    expiresAt: t.string({
      description:
        "RFC 3339. Left out: in 90 days, or earlier where the organization's policy asks for that; null: never.",
    }),
  }),
});

const UpdateAPITokenInput = builder.inputType("UpdateAPITokenInput", {
  fields: (t) => ({
    mrn: t.string({ required: true }),
    ...inputFields(t, tokenEdits),
    metadata: t.string({ description: METADATA }),
  }),
});
const DeleteAPITokenInput = builder.inputType("DeleteAPITokenInput", {
  fields: (t) => ({ mrn: t.string({ required: true }) }),
});
const RotateAPITokenInput = builder.inputType("RotateAPITokenInput", {
  fields: (t) => ({
    mrn: t.string({ required: true }),
    graceSeconds: t.int({ description: "How long the old secret goes on, up to 7 days. Left out: not at all." }),
  }),
});

/** A token with its secret, which is only in this response. */
const shown = (name: string) =>
  builder.objectRef<Shown>(name).implement({
    fields: (t) => ({
      token: t.string({
        description: "The secret. It is never shown again.",
        resolve: ({ secret }) => secret.reveal(),
      }),
      mrn: t.string({
        resolve: ({ token }, _, { actor }) => tokenMrn(actor, { id: token.id, spaceId: token.space?.id ?? null }),
      }),
      name: t.string({ resolve: ({ token }) => token.name }),
      description: t.string({ resolve: ({ token }) => token.description }),
      expiresAt: t.string({ nullable: true, resolve: ({ token }) => token.expiresAt }),
      apiToken: t.field({ type: APIToken, resolve: ({ token }) => token }),
    }),
  });

const GenerateAPITokenPayload = shown("GenerateAPITokenPayload");
const RotateAPITokenPayload = shown("RotateAPITokenPayload");
const DeleteAPITokenPayload = builder
  .objectRef<{ mrn: string }>("DeleteAPITokenPayload")
  .implement({ fields: (t) => ({ mrn: t.exposeString("mrn") }) });

/**
 * Clients of this interface send no versions. A rotation uses one anyway, because two concurrent rotations would lose a
 * secret.
 */
export const NO_VERSION_CHECK = null;

/** Absent is the default of lib; null is never. A client that omits it did not choose a token without expiration. */
function expirationOf(expiresAt: string | null | undefined) {
  if (expiresAt === undefined) return {};
  return { expiration: expiresAt === null ? { kind: "never" as const } : { kind: "at" as const, at: expiresAt } };
}

type IssueInput = (typeof APIIssueInput)["$inferInput"];
const issuesOf = (issues: readonly IssueInput[]) =>
  issues.map(({ api, scopes }) => (scopes ? { api, scopes } : { api }));

/** The metadata of an input, if it has any. Throws `invalid_input` unless it is JSON; the schema asks for an object. */
function metadataOf(text: string | null | undefined): { metadata?: Metadata } {
  if (text === null || text === undefined) return {};
  try {
    return { metadata: JSON.parse(text) as Metadata };
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid("metadata", "Not JSON.");
    throw error;
  }
}

builder.mutationFields((t) => ({
  generateAPIToken: t.field({
    type: GenerateAPITokenPayload,
    nullable: true,
    args: { input: t.arg({ type: GenerateAPITokenInput, required: true }) },
    resolve: async (_, { input }, { actor }) => {
      const { roles, grants, issues, verifies, metadata, limits, expiresAt } = input;
      const permissions = roles ? { permissions: roles.map(({ mrn }) => permissionOf(mrn)) } : {};
      const spaceId = spaceOfInput(actor, input);
      return required(
        await issueToken(
          actor,
          parsed(issueTokenSchema, {
            ...givenFields(newTokenFields, input),
            spaceId,
            ...permissions,
            ...(grants ? { grants } : {}),
            ...(issues ? { issues: issuesOf(issues) } : {}),
            ...(verifies === undefined ? {} : { verifies }),
            ...metadataOf(metadata),
            ...(limits ? { limits: given(limits) } : {}),
            ...expirationOf(expiresAt),
          }),
        ),
      );
    },
  }),
  updateAPIToken: t.field({
    type: APIToken,
    nullable: true,
    args: { input: t.arg({ type: UpdateAPITokenInput, required: true }) },
    resolve: async (_, { input: { mrn, metadata, ...input } }, { actor }) => {
      const { id: tokenId } = await requireToken(actor, mrn);
      const edits = { ...givenFields(tokenEdits, input), ...metadataOf(metadata) };
      return required(await editToken(actor, parsed(editTokenSchema, { tokenId, version: NO_VERSION_CHECK, ...edits })))
        .token;
    },
  }),
  setAPITokenGrants: t.field({
    type: APIToken,
    nullable: true,
    description: "Replaces a token's scopes of the organization's APIs.",
    args: { input: t.arg({ type: SetAPITokenGrantsInput, required: true }) },
    resolve: async (_, { input: { mrn, grants } }, { actor }) => {
      const { id: tokenId } = await requireToken(actor, mrn);
      const input = parsed(setGrantsSchema, { tokenId, version: NO_VERSION_CHECK, grants });
      return required(await setGrants(actor, input)).token;
    },
  }),
  rotateAPIToken: t.field({
    type: RotateAPITokenPayload,
    nullable: true,
    args: { input: t.arg({ type: RotateAPITokenInput, required: true }) },
    resolve: async (_, { input: { mrn, graceSeconds } }, { actor }) => {
      const { id: tokenId, version } = await requireToken(actor, mrn);
      return required(
        await rotateToken(actor, parsed(rotateTokenSchema, { tokenId, version, graceSeconds: graceSeconds ?? 0 })),
      );
    },
  }),
  setAPITokenIssues: t.field({
    type: APIToken,
    nullable: true,
    description: "Replaces the APIs whose scopes an Issuer gives to tokens.",
    args: { input: t.arg({ type: SetAPITokenIssuesInput, required: true }) },
    resolve: async (_, { input: { mrn, issues } }, { actor }) => {
      const { id } = named(mrn, "apitoken");
      const input = parsed(setIssuesSchema, { tokenId: id, version: NO_VERSION_CHECK, issues: issuesOf(issues) });
      return required(await setIssues(actor, input)).token;
    },
  }),
  setAPITokenVerifies: t.field({
    type: APIToken,
    nullable: true,
    description: "Binds a Verifier to APIs, or to none with null.",
    args: { input: t.arg({ type: SetAPITokenVerifiesInput, required: true }) },
    resolve: async (_, { input: { mrn, verifies } }, { actor }) => {
      if (verifies === undefined) throw invalid("verifies", "Name APIs, or null for none.");
      const { id } = named(mrn, "apitoken");
      const input = parsed(setVerifiesSchema, { tokenId: id, version: NO_VERSION_CHECK, verifies });
      return required(await setVerifies(actor, input)).token;
    },
  }),
  setAPITokenLimits: t.field({
    type: APIToken,
    nullable: true,
    description: "Replaces a token's limits, which hold for its descendants too. No token changes limits that bind it.",
    args: { input: t.arg({ type: SetAPITokenLimitsInput, required: true }) },
    resolve: async (_, { input: { mrn, limits } }, { actor }) => {
      const { id: tokenId } = await requireToken(actor, mrn);
      const input = parsed(setLimitsSchema, { tokenId, version: NO_VERSION_CHECK, limits: given(limits) });
      return required(await setLimits(actor, input)).token;
    },
  }),
  revokeAPITokenIssued: t.int({
    nullable: true,
    description: "Revokes the tokens that an Issuer made, up to 100,000; answers how many.",
    args: { mrn: t.arg.string({ required: true }), since: t.arg.string({ description: "RFC 3339. Left out: all." }) },
    resolve: async (_, { mrn, since }, { actor }) => {
      const { id } = named(mrn, "apitoken");
      const input = parsed(revokeIssuedSchema, { tokenId: id, ...(since ? { since } : {}) });
      return required(await revokeIssued(actor, input)).revoked;
    },
  }),
  revokeAPITokenSubject: t.int({
    nullable: true,
    description: "Revokes all tokens for a subject, up to 100,000; answers how many.",
    args: { subject: t.arg.string({ required: true }) },
    resolve: async (_, { subject }, { actor }) =>
      required(await revokeSubject(actor, parsed(subjectInputSchema, { subject }))).revoked,
  }),
  setAPITokenSubjectLimits: t.field({
    type: APITokenLimits,
    nullable: true,
    description: "Replaces the limits that all tokens for a subject obey besides their own.",
    args: {
      subject: t.arg.string({ required: true }),
      limits: t.arg({ type: APITokenLimitsInput, required: true, description: "All limits; empty for none." }),
    },
    resolve: async (_, { subject, limits }, { actor }) => {
      const wanted = { subject, version: NO_VERSION_CHECK, limits: given(limits) };
      return required(await setSubjectLimits(actor, parsed(setSubjectLimitsSchema, wanted))).limits;
    },
  }),
  deleteAPIToken: t.field({
    type: DeleteAPITokenPayload,
    nullable: true,
    description: "Revokes the token and its descendants.",
    args: { input: t.arg({ type: DeleteAPITokenInput, required: true }) },
    resolve: async (_, { input: { mrn } }, { actor }) => {
      const { id: tokenId } = await requireToken(actor, mrn);
      required(await revokeToken(actor, { tokenId }));
      return { mrn };
    },
  }),
}));
