/** A space, as short as it gets. */
export interface SpaceName {
  readonly id: string;
  readonly name: string;
}

/** An organization, cut to what the actor may see: the optional facts are for those who may read all of it. */
export interface OrganizationDto {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** Of the spaces within reach, the first SPACES_MAX by name. */
  readonly spaces: readonly SpaceName[];
  /** Whether there are more spaces than these. */
  readonly moreSpaces: boolean;
  readonly description?: string;
  readonly company?: string;
  /** ISO 8601, UTC. */
  readonly createdAt?: string;
}
