import type { Action } from "../../../access/authorization/permissions";
import type { TestTenant } from "../../../api/testing/world";

/** The body of a request. */
export interface TestDocument {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An operation of GraphQL, for tests generated from the permission table. */
export interface GraphqlOperation {
  /** The name of the root field. If an operation is tested in two ways, a note follows in brackets. */
  readonly name: string;
  readonly action: Action;
  /** As for REST. `wide` is everything of the organization that is named in the input, including itself. */
  readonly of: "space" | "wide" | "organization" | "reach";
  readonly fatal?: boolean;
  /** As for REST. */
  readonly issuer?: "allowed" | "insufficient_scope" | "permission_not_grantable";
  /** The REST operation that must have the same outcome, if any. */
  readonly rest?: string;
  readonly document: (place: TestTenant) => TestDocument | Promise<TestDocument>;
}
