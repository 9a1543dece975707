import type { Contact, Pair } from "../platform/validation/facts";
import type { SpaceSettings } from "./settings";

/** All that there is to know of a space. */
export interface FullSpaceDto {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly settings: SpaceSettings;
  readonly annotations: readonly Pair[];
  readonly tags: readonly Pair[];
  readonly contacts: readonly Contact[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** A space, cut to what the actor may see: agents get its id and name. */
export type SpaceDto = Pick<FullSpaceDto, "id" | "name"> & Partial<FullSpaceDto>;

/** How much lives in a space, and goes with it. */
export interface SpaceContents {
  /** Tokens of that space that were not revoked. */
  readonly tokens: number;
  readonly policies: number;
  readonly querypacks: number;
  readonly assets: number;
  readonly reports: number;
}

/** The same, as far as the actor may see it: the number of tokens is null without token.read. */
export type VisibleContents = Omit<SpaceContents, "tokens"> & { readonly tokens: number | null };
