import type { Contact, Pair } from "../platform/validation/facts";
import type { SpaceSettings } from "./settings";

/** A space with all of its facts. */
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

/** A space as far as the actor may see it: agents get its id and name. */
export type SpaceDto = Pick<FullSpaceDto, "id" | "name"> & Partial<FullSpaceDto>;

/** The number of resources in a space, which are deleted with it. */
export interface SpaceContents {
  /** Tokens of that space that were not revoked. */
  readonly tokens: number;
  readonly policies: number;
  readonly querypacks: number;
  readonly assets: number;
  readonly reports: number;
}

/** The same as far as the actor may see it: `tokens` is null without token.read. */
export type VisibleContents = Omit<SpaceContents, "tokens"> & { readonly tokens: number | null };
