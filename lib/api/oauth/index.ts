import type { ApiApp } from "../context";
import { addForwardAuth } from "./forward-auth";
import { addIntrospection } from "./introspect";
import { addOAuthMetadata } from "./metadata";
import { addRevocations } from "./revocations";
import { addRevocation } from "./revoke";
import { addTokenExchange } from "./token";

/** What other services and gateways ask: introspection, revocation, forward-auth, token exchange, and where they are. */
export function addOAuth(app: ApiApp): void {
  addIntrospection(app);
  addRevocation(app);
  addForwardAuth(app);
  addTokenExchange(app);
  addOAuthMetadata(app);
  addRevocations(app);
}
