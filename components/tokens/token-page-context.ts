import type { GrantableApi } from "@/lib/apis/dto";
import type { TokenFormOptions } from "@/lib/tokens/token-form-options";
import type { TokenActions } from "./actions";
import type { TokenRoutes } from "./token-routes";

/** All that the interactive token components are given. Plain data and server actions: it crosses to the browser. */
export interface TokenPageContext {
  readonly routes: TokenRoutes;
  readonly options: TokenFormOptions;
  /** The organization's own APIs, whose scopes can be granted here. Empty on lists and in a space. */
  readonly apis: readonly GrantableApi[];
  /** How many such APIs there are. More than `apis` has: the others are searched. */
  readonly apiTotal: number;
  /** Whether the organization has APIs. False in a space. */
  readonly hasApis: boolean;
  readonly actions: TokenActions;
  /** The origin that programs reach Latchkey under. */
  readonly origin: string;
}
