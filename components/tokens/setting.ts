import type { TokenFacts } from "@/lib/tokens/facts";
import type { TokenActions } from "./actions";
import type { TokenPlace } from "./place";

/** All that the interactive token components are given. Plain data and server actions: it crosses to the browser. */
export interface TokenSetting {
  readonly place: TokenPlace;
  readonly facts: TokenFacts;
  readonly actions: TokenActions;
  /** The origin that programs reach Latchkey under. */
  readonly origin: string;
}
