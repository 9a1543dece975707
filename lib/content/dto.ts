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

/** A policy or query pack, and a space whose pages show it. */
export interface ContentPlaceDto extends Pick<ContentDto, "kind" | "id" | "name"> {
  readonly shownInId: string;
  readonly shownInName: string;
}

/** The title and the impact (0 to 100) of a check or query; null if the bundle does not say. */
export interface CheckSummaryDto {
  readonly title: string | null;
  readonly impact: number | null;
}

/** What a check or query asks. */
export interface CheckDefinitionDto {
  readonly mql: string | null;
  /** Markdown. */
  readonly description: string | null;
  /** The uids of the queries of which one runs, depending on the asset's platform. */
  readonly variants: readonly string[];
  /** A policy or query pack that uses it; null if the space sees none. */
  readonly usedBy: Pick<ContentDto, "kind" | "id" | "name"> | null;
}

/** A check or query of a policy or query pack. */
export interface UsedCheckDto extends CheckSummaryDto, Omit<CheckDefinitionDto, "usedBy"> {
  /** Its place in the bundle, from 0. */
  readonly position: number;
  readonly purpose: "check" | "query";
  /** The title of its group. */
  readonly group: string | null;
  readonly uid: string | null;
  /** Ways to mend what a check finds, in Markdown. `id` says what for, such as `cli`. */
  readonly remediation: readonly { readonly id: string | null; readonly text: string }[];
  /** False if no bundle that the space sees defines it. */
  readonly isDefined: boolean;
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
