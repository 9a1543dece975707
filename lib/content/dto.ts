import type { Finding, Tag } from "./parse";
import type { AssignmentAction, ContentKind } from "./schema";

/** A policy or a query pack, as people and programs see it. */
export interface ContentDto {
  readonly kind: ContentKind;
  readonly id: string;
  /** Its name in the GraphQL interface; ends with the uid. */
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
  /** The space it belongs to; null: the whole organization, whose spaces all see it. */
  readonly spaceId: string | null;
  /** What the space that was asked about does with it; null: nothing was said. */
  readonly assignment: AssignmentAction | null;
  readonly bundleId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** What became of an uploaded bundle. */
export interface Uploaded {
  /** In the bundle's order. */
  readonly items: readonly ContentDto[];
  /** How many of them replaced something. */
  readonly overwritten: number;
  readonly warnings: readonly Finding[];
  /** Warnings beyond those listed. */
  readonly moreWarnings: number;
}

/** The file that a policy or a query pack came in. */
export interface BundleFile {
  /** Exactly what was uploaded. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  /** A name for a download. */
  readonly fileName: string;
}
