import type { ApiApp } from "../context";
import { addChanges } from "./changes";
import { addForwardAuth } from "./forward-auth";
import { addIntrospection } from "./introspect";
import { addOAuthMetadata } from "./metadata";
import { addRevocations } from "./revocations";
import { addRevocation } from "./revoke";
import { addTokenExchange } from "./token";

/** The endpoints for services and gateways: introspection, revocation, forward-auth, token exchange, and metadata. */
export function addOAuth(app: ApiApp): void {
  addIntrospection(app);
  addRevocation(app);
  addForwardAuth(app);
  addTokenExchange(app);
  addOAuthMetadata(app);
  addRevocations(app);
  addChanges(app);
}
