import { z } from "../../platform/validation/zod";

/** What a mutation takes back: some tokens, or (no tokenIds) everything of an organization. */
export interface Invalidation {
  readonly organizationId: string;
  readonly tokenIds?: readonly string[];
}

/** NOTIFY refuses payloads of 8000 bytes and more; a longer list becomes "everything of the organization". */
const MAX_TOKENS = 100;

const wire = z.object({ id: z.uuid(), from: z.uuid(), organization: z.string(), tokens: z.array(z.uuid()).optional() });
export type InvalidationMessage = z.infer<typeof wire>;

/** The payload of a change's notification. `id` names the change, `from` the instance that waits to hear that it was heard. */
export function encodeInvalidation(id: string, from: string, change: Invalidation): string {
  const tokens = change.tokenIds && change.tokenIds.length <= MAX_TOKENS ? change.tokenIds : undefined;
  return JSON.stringify({ id, from, organization: change.organizationId, tokens });
}

/** Null for what is not a change's payload: anybody with the application's role can NOTIFY. */
export function decodeInvalidation(payload: string): InvalidationMessage | null {
  try {
    return wire.safeParse(JSON.parse(payload)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
