import type { Permission } from "../access/authorization/permissions";
import type { TokenDefaults } from "../apis/grants";
import { env } from "../platform/env";

/**
 * The prefix of a new secret: that of the API if the token has scopes of one API and nothing else, or the deployment's.
 */
export function prefixFor(permissions: readonly Permission[], apis: readonly TokenDefaults[]): string {
  const only = permissions.length === 0 && apis.length === 1 ? apis[0] : undefined;
  return only?.tokenPrefix ?? env().TOKEN_PREFIX;
}
