import { fail } from "../platform/result/result";
import { listTokens } from "../tokens/queries";
import { subjectSchema } from "../tokens/schema";
import { revokeSubject } from "../tokens/revoking";
import type { ApiApp } from "./context";
import { addOperation, ok } from "./operation";
import { listOf, toList, toPageInput } from "./operation/lists";
import { listQuery, revokedSchema, tokenSchema, toToken } from "./token-schema";

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
  addOperation(app, {
    method: "post",
    path: "/api/v1/subjects/{subject}/revoke",
    operationId: "revokeSubject",
    needs: "token.write",
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
