import { PERMISSIONS, ruleOf, type Permission } from "../../access/authorization/permissions";
import type { Operation } from "./operations";
import type { TestTenantName, Reach } from "./world";

/** One cell of the permission table, for one operation. */
export interface MatrixCell {
  readonly operation: Operation;
  readonly permission: Permission;
  readonly reach: Reach;
  readonly place: TestTenantName;
}

export type Outcome = "allowed" | "insufficient_scope" | "not_found" | "permission_not_grantable";

const REACHES: readonly Reach[] = ["organization", "space"];

/** The tenants on which an operation can be tested. One without an address always concerns the caller's own. */
function placesOf({ of }: Operation): TestTenantName[] {
  if (of === "space") return ["own", "other", "foreign"];
  return of === "wide" ? ["own", "foreign"] : ["own"];
}

/** All cells of these operations. No Issuer is for one space. */
export function cellsOf(operations: readonly Operation[]): MatrixCell[] {
  return operations.flatMap((operation) =>
    PERMISSIONS.flatMap((permission) =>
      REACHES.filter((reach) => permission !== "issuer" || reach === "organization").flatMap((reach) =>
        placesOf(operation).map((place) => ({ operation, permission, reach, place })),
      ),
    ),
  );
}

/** The expected outcome of a cell by the permission table. Independent of `decide`. */
export function expected({ operation, permission, reach, place }: MatrixCell): Outcome {
  const { grants, ofOrganization } = ruleOf(operation.action);
  if (place === "foreign" || (reach === "space" && place === "other")) return "not_found";
  const ofTheWhole = reach === "space" && (operation.of === "wide" || operation.of === "organization");
  if (ofTheWhole && ofOrganization === "hidden") return "not_found";
  if (ofTheWhole && ofOrganization === "refused") return "insufficient_scope";
  const grant = ofTheWhole && ofOrganization === "brief" && grants[permission] ? "brief" : grants[permission];
  if (grant === undefined) return "insufficient_scope";
  if (grant === "issued") return operation.issuer ?? "not_found"; // what the tests make is not of its APIs
  return operation.full && grant === "brief" ? "insufficient_scope" : "allowed";
}
