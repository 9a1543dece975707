import { z } from "../platform/validation/zod";
import { ROLES } from "../access/authorization/permissions";
import { pageFields } from "../platform/paging/page";
import { id, searchText } from "../platform/validation/fields";

export const role = z.enum(ROLES, { error: "Choose a role." });

/** A page of the members, by name. */
export const listMembersSchema = z.object({ search: searchText.default(""), ...pageFields });
export type ListMembersInput = z.output<typeof listMembersSchema>;

/** `version` is the one that the editor saw: a different one in the database fails as `stale`. */
const seen = { userId: id, version: z.number().int().positive() };

export const changeRoleSchema = z.object({ ...seen, role });
export type ChangeRoleInput = z.output<typeof changeRoleSchema>;

/** To disable, enable or remove a member. */
export const memberSchema = z.object(seen);
export type MemberInput = z.output<typeof memberSchema>;

export const signOutMemberSchema = z.object({ userId: id });
export type SignOutMemberInput = z.output<typeof signOutMemberSchema>;
