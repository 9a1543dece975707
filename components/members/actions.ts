import type { Role } from "@/lib/access/authorization/permissions";
import type { Result } from "@/lib/platform/result/result";
import type { InvitationDto } from "@/lib/invitations/dto";
import type { TokensOfPerson } from "@/lib/tokens/creators";

interface Seen {
  organizationId: string;
  userId: string;
  version: number;
}

/** The server actions behind one member's menu. */
export interface MemberActions {
  changeRole: (input: Seen & { role: Role }) => Promise<Result>;
  disable: (input: Seen) => Promise<Result>;
  enable: (input: Seen) => Promise<Result>;
  remove: (input: Seen) => Promise<Result>;
  signOut: (input: Omit<Seen, "version">) => Promise<Result>;
  /** Live tokens that the person created, and how many of them were used in the last 7 days. */
  countTokens: (input: Omit<Seen, "version">) => Promise<Result<TokensOfPerson>>;
  revokeTokens: (input: Omit<Seen, "version">) => Promise<Result<{ revoked: number }>>;
  createResetLink: (input: Omit<Seen, "version">) => Promise<Result<{ link: string }>>;
}

/** What the invite dialog answers: the link is in this answer and nowhere else. */
export type InviteAction = (input: {
  organizationId: string;
  email: string;
  role: Role;
}) => Promise<Result<{ link: string }>>;

/** The open invitation of an address, or null. */
export type FindInvitationAction = (input: {
  organizationId: string;
  email: string;
}) => Promise<Result<{ invitation: InvitationDto | null }>>;

export type RevokeInvitationAction = (input: { organizationId: string; invitationId: string }) => Promise<Result>;
