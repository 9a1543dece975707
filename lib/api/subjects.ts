import { fail, type Result } from "../platform/result/result";
import { listTokens } from "../tokens/queries";
import { subjectSchema } from "../tokens/schema";
import { subjectLimitsSchema, type SubjectLimitsDto } from "../tokens/dto";
import { getSubjectLimits, setSubjectLimits } from "../tokens/subject-limits";
import { revokeSubject } from "../tokens/revoking";
import type { ApiApp } from "./context";
import { addOperation, etagOf, ok } from "./operation";
import { listOf, toList, toPageInput } from "./operation/lists";
import { limitsInput, listQuery, revokedSchema, tokenSchema, toToken } from "./token-schema";

const tag = "Subjects";

/** `/api/v1/subjects`: the tokens of one customer or system. */
export function addSubjects(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/subjects/{subject}/tokens",
    operationId: "listSubjectTokens",
    needs: "token.read",
    tag,
    summary: "The tokens for a subject",
    query: listQuery.omit({ subject: true }),
    success: { 200: "A page of tokens." },
    answers: listOf(tokenSchema, "Tokens"),
    run: async ({ actor, param, query }) => {
      const subject = subjectSchema.safeParse(param("subject"));
      if (!subject.success) return fail("not_found");
      const result = await listTokens(actor, toPageInput({ ...query, subject: subject.data }));
      return result.ok ? ok(toList(result.page, toToken)) : result;
    },
  });
  addLimits(app);
  addOperation(app, {
    method: "post",
    path: "/api/v1/subjects/{subject}/revoke",
    operationId: "revokeSubject",
    needs: "token.write",
    refusesIssuers: true,
    tag,
    summary: "Revoke all tokens for a subject at once",
    description: "In one transaction, up to 100,000. A caller with more calls again until the answer is 0.",
    success: { 200: "How many were revoked." },
    answers: revokedSchema,
    run: async ({ actor, param }) => {
      const subject = subjectSchema.safeParse(param("subject"));
      if (!subject.success) return fail("not_found");
      const result = await revokeSubject(actor, { subject: subject.data });
      return result.ok ? ok({ revoked: result.revoked }) : result;
    },
  });
}

const limitsPath = "/api/v1/subjects/{subject}/limits";
const limitsAnswer = subjectLimitsSchema.openapi("SubjectLimits");
const answerOf = (result: Result<SubjectLimitsDto>) => {
  if (!result.ok) return result;
  const { ok: _ok, ...limits } = result;
  return ok(limits, etagOf(limits.version));
};

function addLimits(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: limitsPath,
    operationId: "getSubjectLimits",
    needs: "token.read",
    refusesIssuers: true,
    tag,
    summary: "The limits that all tokens for a subject share",
    success: { 200: "The limits; empty for none." },
    answers: limitsAnswer,
    etag: true,
    run: async ({ actor, param }) => {
      const subject = subjectSchema.safeParse(param("subject"));
      return subject.success ? answerOf(await getSubjectLimits(actor, { subject: subject.data })) : fail("not_found");
    },
  });
  addOperation(app, {
    method: "put",
    path: limitsPath,
    operationId: "setSubjectLimits",
    needs: "token.write",
    refusesIssuers: true,
    tag,
    summary: "Replace the limits that all tokens for a subject share; an empty object removes them",
    description:
      "The subject's tokens obey them besides their own, later ones too, from the next check on. One must be able to " +
      "grant what these tokens have. No token changes limits that bind itself.",
    input: limitsInput,
    success: { 200: "The limits." },
    answers: limitsAnswer,
    etag: true,
    ifMatch: true,
    run: async ({ actor, param, version, input: { limits } }) => {
      const subject = subjectSchema.safeParse(param("subject"));
      if (!subject.success) return fail("not_found");
      return answerOf(await setSubjectLimits(actor, { subject: subject.data, version: version ?? null, limits }));
    },
  });
}
