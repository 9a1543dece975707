import type { Json } from "./canonical";

/** An audit event as users and clients see it. */
export interface AuditEventDto {
  /** Its position in the organization's chain, starting at 1, without gaps. */
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: { readonly kind: "user" | "token" | "system"; readonly id: string | null; readonly name: string };
  /** Dotted: `token.created`. */
  readonly action: string;
  readonly resource: { readonly kind: string; readonly id: string };
  readonly spaceId: string | null;
  /** A short sentence. */
  readonly message: string;
  /** What changed, as `{field: {from, to}}` or facts. */
  readonly change: { readonly [key: string]: Json };
  readonly address: string | null;
}
