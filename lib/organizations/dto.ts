/** The id and name of a space. */
export interface SpaceName {
  readonly id: string;
  readonly name: string;
}

/** An organization as far as the actor may see it. Optional fields are only set for actors with the full grant. */
export interface OrganizationDto {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** The spaces that the actor may see, by name, at most MAX_SPACES. */
  readonly spaces: readonly SpaceName[];
  /** Whether there are more spaces. */
  readonly moreSpaces: boolean;
  readonly description?: string;
  readonly company?: string;
  /** ISO 8601, UTC. */
  readonly createdAt?: string;
}
