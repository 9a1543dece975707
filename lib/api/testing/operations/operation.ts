import type { Action } from "../../../access/authorization/permissions";
import type { SentRequest } from "../call";
import type { TestTenant } from "../world";

/** A client's call of an operation. */
export interface TestRequest extends SentRequest {
  readonly method: string;
  readonly path: string;
}

/**
 * An operation of the token API, for tests generated from the permission table. Every surface must respond according to
 * the table.
 */
export interface Operation {
  /** As in the OpenAPI document. If an operation is tested in two ways, a note follows in brackets. */
  readonly name: string;
  readonly action: Action;
  /**
   * The owner of its target. `space`: the tenant's space. `wide`: the tenant's organization, named in the path.
   * `organization`: the caller's, without a name. `reach`: everything that the caller may access.
   */
  readonly of: "space" | "wide" | "organization" | "reach";
  /** Whether the grant “brief” is not enough. */
  readonly full?: boolean;
  /** Whether it destroys the fixtures, so that it needs its own. */
  readonly fatal?: boolean;
  /** What an Issuer gets in its own organization, if the table gives it the action. Left out: `not_found`. */
  readonly issuer?: "allowed" | "insufficient_scope" | "permission_not_grantable";
  readonly success: number;
  /** Creates what it needs in the tenant, and returns the call. */
  readonly request: (place: TestTenant) => TestRequest | Promise<TestRequest>;
}

export const v1 = (path: string): string => `/api/v1${path}`;
export const get = (path: string): TestRequest => ({ method: "GET", path: v1(path) });
export const remove = (path: string): TestRequest => ({ method: "DELETE", path: v1(path) });
