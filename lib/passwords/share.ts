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
 * The key of the password queue: work with the same key shares one turn. A signed-in person has their own; other
 * visitors share that of their address, as one visitor can name any number of accounts. Where all clients of a proxy
 * have one address, it is the e-mail address that they name.
 */
export function shareOf({ email, address, userId }: PasswordGiver): string {
  if (userId !== undefined) return `user:${userId}`;
  return address === null || isSharedAddress(address) ? `email:${email}` : `address:${addressBlock(address)}`;
}
