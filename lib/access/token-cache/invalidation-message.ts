import { z } from "../../platform/validation/zod";
import { chainPosition, type ChainPosition } from "./chain-position";

/**
 * What a mutation invalidates: some tokens, all tokens with scopes of some APIs, all tokens of a subject or, without
 * these, the organization.
 */
export interface Invalidation {
  readonly organizationId: string;
  readonly tokenIds?: readonly string[] | undefined;
  /** Never together with tokenIds: the previous version does not know it, and then drops the whole organization. */
  readonly apiIds?: readonly string[] | undefined;
  /** Never together with the others, for the same reason. */
  readonly subject?: string | undefined;
}

/** An invalidation that was heard. */
export interface HeardInvalidation extends Invalidation {
  /** Of its audit event in the organization's chain; undefined from the previous version. */
  readonly position?: ChainPosition | undefined;
}

/** NOTIFY refuses payloads of 8000 bytes and more; a longer list becomes "everything of the organization". */
const MAX_TOKENS = 100;

const wire = z.object({
  id: z.uuid(),
  from: z.uuid(),
  organization: z.string(),
  tokens: z.array(z.uuid()).optional(),
  apis: z.array(z.uuid()).optional(),
  subject: z.string().optional(),
  position: chainPosition.optional(),
});
export type InvalidationMessage = z.infer<typeof wire>;

/**
 * The payload of a notification, without its position. `id` is the change; `from` is the instance that waits for the
 * acknowledgement.
 */
export function encodeInvalidation(id: string, from: string, change: Invalidation): string {
  const tokens = change.tokenIds && change.tokenIds.length <= MAX_TOKENS ? change.tokenIds : undefined;
  const { organizationId: organization, apiIds: apis, subject } = change;
  return JSON.stringify({ id, from, organization, tokens, apis, subject });
}

/** Null for any other payload: every client with the application's role can NOTIFY. */
export function decodeInvalidation(payload: string): InvalidationMessage | null {
  try {
    return wire.safeParse(JSON.parse(payload)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
