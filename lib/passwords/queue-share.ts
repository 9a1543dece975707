import type { WorkShare } from "../platform/bounded-queue";
import { addressBlock } from "../platform/http/ip-address";
import { isSharedAddress } from "../platform/http/untrusted-proxy";

/** The person or program that gives a password. */
export interface PasswordGiver {
  readonly email: string;
  readonly address: string | null;
  /** The account of a person who is signed in. */
  readonly userId?: string;
}

/**
 * The share of the password queue: work with the same key shares one turn. A signed-in person has their own; other
 * visitors share that of their address, as one visitor can name any number of accounts. An IPv6 address counts as its
 * /48, because one subscriber can have all of its networks. Where all clients of a proxy have one address, the key is
 * the e-mail address that they name. Visitors can thus have many keys, so signed-in people have priority over them.
 * Among those visitors nothing tells a flood from a person: known accounts could go first, but their answers would then
 * come sooner and tell which accounts there are. Only TRUSTED_PROXIES helps (docs/decisions/0041).
 */
export function shareOf({ email, address, userId }: PasswordGiver): WorkShare {
  if (userId !== undefined) return { key: `user:${userId}`, priority: 1 };
  const isUnknown = address === null || isSharedAddress(address);
  return { key: isUnknown ? `email:${email}` : `address:${addressBlock(address, 48)}` };
}
