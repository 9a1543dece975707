import { beforeEach, expect, test, vi } from "vitest";
import { createMember, createOrganization } from "../tools/testing/fixtures";
import { useTestDatabase } from "../tools/testing/use-database";
import { NO_INVITATION } from "@/components/auth/invitation-state";
import { NO_RESET } from "@/components/auth/password-reset-state";
import { INITIAL_STATE } from "@/components/forms/form-state";
import { inviteMember } from "@/lib/invitations/mutations";
import { inviteMemberSchema } from "@/lib/invitations/schema";
import { db } from "@/lib/platform/db";
import { createResetLinkOnServer } from "@/lib/recovery/mutations";
import { invitationAction } from "./invite/actions";
import { resetPasswordAction } from "./reset/actions";
import { setUpAction } from "./setup/actions";

const signIn = vi.hoisted(() => ({ error: new Error() }));
vi.mock("next/headers", () => ({
  cookies: () => Promise.resolve({ get: () => undefined, has: () => false }),
  headers: () => Promise.resolve(new Headers({ origin: "http://localhost:3000", host: "localhost:3000" })),
}));
vi.mock("next/navigation", () => import("../tools/testing/next-navigation"));
vi.mock("@/lib/account/next-auth", () => {
  class SignInLimited extends Error {
    retryAfterSeconds = 300;
  }
  signIn.error = new SignInLimited();
  return { signIn: () => Promise.reject(signIn.error), SignInLimited, SignInUnavailable: class extends Error {} };
});

useTestDatabase();

const PASSWORD = "tram-umbrella-kettle";
const form = (values: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
};

let email: string;
beforeEach(() => {
  email = `${crypto.randomUUID()}@example.com`;
});

test("set-up whose sign-in is refused leads to the sign-in, and is not reported as failed", async () => {
  const values = { organizationName: "Acme", organizationCode: "ACME", name: "Ada", email, password: PASSWORD };
  await expect(setUpAction(INITIAL_STATE, form({ ...values, code: "only-for-tests" }))).rejects.toThrow(
    "redirect to /login?after=set-up&next=%2Fadmin%2Ftokens",
  );
  expect(await db().user.count({ where: { email } })).toBe(1);
});

async function invite() {
  const admin = await createMember((await createOrganization()).id, "super_admin");
  const invited = await inviteMember(admin, inviteMemberSchema.parse({ email, role: "member" }));
  if (!invited.ok) throw new Error(invited.reason);
  return form({ secret: invited.secret.reveal(), name: "Grace", password: PASSWORD });
}

test("joining whose sign-in is refused leads to the sign-in, and is not reported as failed", async () => {
  await expect(invitationAction(NO_INVITATION, await invite())).rejects.toThrow("redirect to /login?after=joining");
  expect(await db().membership.count({ where: { user: { email } } })).toBe(1);
});

test("so does a sign-in that breaks", async () => {
  const values = await invite();
  signIn.error = new Error("the database went away");
  await expect(invitationAction(NO_INVITATION, values)).rejects.toThrow("redirect to /login?after=joining");
});

test("a new password whose sign-in is refused leads to the sign-in, too", async () => {
  const member = await createMember((await createOrganization()).id, "member");
  const link = await createResetLinkOnServer(member.email);
  if (!link.ok) throw new Error(link.reason);
  const values = form({ secret: link.secret.reveal(), password: PASSWORD });
  await expect(resetPasswordAction(NO_RESET, values)).rejects.toThrow("redirect to /login?after=reset");
});
