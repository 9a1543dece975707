import type { Finding, Tag } from "./parse";
import type { AssignmentAction, ContentKind } from "./schema";

/** A policy or a query pack as users and clients see it. */
export interface ContentDto {
  readonly kind: ContentKind;
  readonly id: string;
  /** Its name in GraphQL; ends with the uid. */
  readonly mrn: string;
  readonly uid: string;
  readonly name: string;
  readonly version: string | null;
  /** Query packs have none. */
  readonly checks: number;
  readonly queries: number;
  readonly tags: readonly Tag[];
  /** The beginning of `docs.desc`. */
  readonly description: string;
  /** The space that it belongs to; null for the organization, so that all spaces see it. */
  readonly spaceId: string | null;
  /** Its assignment in the requested space; null if there is none. */
  readonly assignment: AssignmentAction | null;
  readonly bundleId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** The result of an upload. */
export interface Uploaded {
  /** In the bundle's order. */
  readonly items: readonly ContentDto[];
  /** How many replaced existing content. */
  readonly overwritten: number;
  readonly warnings: readonly Finding[];
  /** Warnings beyond those listed. */
  readonly moreWarnings: number;
}

/** The uploaded file of a policy or a query pack. */
export interface BundleFile {
  /** Exactly as uploaded. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  /** A name for a download. */
  readonly fileName: string;
}
