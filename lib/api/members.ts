import { z } from "@hono/zod-openapi";
import { ROLES } from "../access/authorization/permissions";
import type { MemberDto } from "../members/dto";
import { getMember, listMembers } from "../members/queries";
import type { ApiApp } from "./context";
import { addOperation, ok } from "./operation";
import { listOf, pageQuery, search, toList, toPageInput } from "./operation/lists";

const memberSchema = z
  .object({
    userId: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    disabled: z.boolean(),
    joinedAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().nullable(),
  })
  .openapi("Member");

/** `/api/v1/members`: read only. */
export function addMembers(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/members",
    operationId: "listMembers",
    needs: "member.read",
    tag: "Members",
    summary: "The organization's members, by name",
    query: z.strictObject({ search, ...pageQuery }),
    success: { 200: "A page of members." },
    answers: listOf(memberSchema, "Members"),
    run: async ({ actor, query }) => {
      const result = await listMembers(actor, toPageInput(query));
      return result.ok ? ok(toList(result.page, toMember)) : result;
    },
  });
  addOperation(app, {
    method: "get",
    path: "/api/v1/members/{userId}",
    operationId: "getMember",
    needs: "member.read",
    tag: "Members",
    summary: "One member",
    success: { 200: "The member." },
    answers: memberSchema,
    run: async ({ actor, param }) => {
      const result = await getMember(actor, param("userId"));
      return result.ok ? ok(toMember(result.member)) : result;
    },
  });
}

function toMember({ version: _version, ...member }: MemberDto): z.input<typeof memberSchema> {
  return member;
}
