import type { Result } from "@/lib/platform/result/result";

interface Here {
  organizationId: string;
}

/** The server actions behind the account page. */
export type ChangeNameAction = (input: Here & { name: string }) => Promise<Result>;
export type ChangePasswordAction = (
  input: Here & { current: string; next: string },
) => Promise<Result<{ endedSessions: number }>>;
export type RevokeSessionAction = (input: Here & { sessionId: string }) => Promise<Result>;
export type SignOutEverywhereAction = (
  input: Here & { keepCurrent: boolean },
) => Promise<Result<{ endedSessions: number }>>;
