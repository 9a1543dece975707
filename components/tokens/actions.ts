import type { OfferedApis } from "@/lib/apis/queries";
import type { Result } from "@/lib/platform/result/result";
import type { TokenDetails } from "@/lib/tokens/details";
import type {
  EditedToken,
  GrantedToken,
  RepermissionedToken,
  RevocableTokens,
  RevokedToken,
  RevokedTokens,
  TokenDto,
} from "@/lib/tokens/dto";
import type { rotateTokenSchema } from "@/lib/tokens/rotation";
import type {
  editTokenSchema,
  inspectTokenSchema,
  issueTokenSchema,
  revokeIssuedSchema,
  revokeTokenSchema,
  setGrantsSchema,
  setIssuesSchema,
  setLimitsSchema,
  setPermissionsSchema,
  setVerifiesSchema,
} from "@/lib/tokens/schema";
import type { z } from "zod";

type Input<Schema extends z.ZodType> = z.input<Schema> & { organizationId: string };
/** `formId` is chosen when the form is opened: the server recognizes a repeat by it. */
type OnceInput<Schema extends z.ZodType> = Input<Schema> & { formId?: string };
type WithSecret = { token: TokenDto; secret: string };

/** The server actions that the token components call; pages hand them in, for components know no page. */
export interface TokenActions {
  /** The secret is in this answer and nowhere else; a repeat is refused with `secret_already_shown`. */
  issue: (input: OnceInput<typeof issueTokenSchema>) => Promise<Result<WithSecret>>;
  edit: (input: OnceInput<typeof editTokenSchema>) => Promise<Result<EditedToken>>;
  setPermissions: (input: OnceInput<typeof setPermissionsSchema>) => Promise<Result<RepermissionedToken>>;
  setGrants: (input: OnceInput<typeof setGrantsSchema>) => Promise<Result<GrantedToken>>;
  setIssues: (input: OnceInput<typeof setIssuesSchema>) => Promise<Result<GrantedToken>>;
  setVerifies: (input: OnceInput<typeof setVerifiesSchema>) => Promise<Result<GrantedToken>>;
  setLimits: (input: OnceInput<typeof setLimitsSchema>) => Promise<Result<GrantedToken>>;
  /** What `revokeIssued` would revoke. */
  countIssued: (input: Input<typeof revokeIssuedSchema>) => Promise<Result<RevocableTokens>>;
  revokeIssued: (input: OnceInput<typeof revokeIssuedSchema>) => Promise<Result<RevokedTokens>>;
  /** The secret is in this answer and nowhere else; a repeat is refused with `secret_already_shown`. */
  rotate: (input: OnceInput<typeof rotateTokenSchema>) => Promise<Result<WithSecret>>;
  revoke: (input: Input<typeof revokeTokenSchema>) => Promise<Result<RevokedToken>>;
  /** APIs whose scopes can be granted, by a part of their name or identifier. */
  searchApis: (input: { organizationId: string; search: string }) => Promise<Result<OfferedApis>>;
  /** The token as it is now, for who was overtaken and for who is about to delete it. */
  inspect: (input: Input<typeof inspectTokenSchema>) => Promise<Result<TokenDetails>>;
}
