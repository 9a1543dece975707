import type { ChosenLimits } from "@/components/tokens/limits-input";
import type { Result } from "@/lib/platform/result/result";
import type { Algorithm } from "@/lib/apis/limits";
import type { ApiDto, ScopeDto } from "@/lib/apis/dto";
import type { ScopeHolders } from "@/lib/tokens/scope-holders";

type ApiAnswer = Promise<Result<{ api: ApiDto }>>;

interface Defaults {
  lifetimeDays: number | null;
  maxLifetimeDays: number | null;
  limits: ChosenLimits;
}

/** What both forms of an API have. */
export interface ApiFields {
  name: string;
  description: string;
  algorithm: Algorithm;
  exchangesLimited: boolean;
  defaults: Defaults;
}

export interface NewApi extends ApiFields {
  identifier: string;
  tokenPrefix: string | null;
  scopes: ScopeDto[];
}

/** Names the opened form, by which the server recognizes a repeat. */
interface Form {
  organizationId: string;
  formId?: string | undefined;
}

interface Seen extends Form {
  apiId: string;
  /** The version that the form was filled in from. */
  version: number;
}

export type CreateApiAction = (input: NewApi & Form) => ApiAnswer;
export type UpdateApiAction = (input: ApiFields & Seen) => ApiAnswer;
export type SetScopesAction = (input: { scopes: ScopeDto[] } & Seen) => ApiAnswer;
export type DeleteApiAction = (input: {
  organizationId: string;
  apiId: string;
  confirmName: string;
}) => Promise<Result>;
export type InspectApiAction = (input: { organizationId: string; apiId: string }) => ApiAnswer;

/** Which live tokens lose a scope if it is removed, or all scopes of an API. */
export type FindHoldersAction = (input: {
  organizationId: string;
  apiId: string;
  scope?: string;
}) => Promise<Result<ScopeHolders>>;

/** The server actions behind the page of one API. */
export interface ApiActions {
  update: UpdateApiAction;
  setScopes: SetScopesAction;
  remove: DeleteApiAction;
  inspect: InspectApiAction;
  findHolders: FindHoldersAction;
}
