/**
 * What tells where a request came from and what it was sent to: its headers by lower-case name, and the peer. A message
 * of node:http is one; on Bun it is made from the Request.
 */
export interface ReceivedMessage {
  readonly headers: {
    readonly host?: string;
    readonly forwarded?: string;
    readonly "x-real-ip"?: string | string[];
    readonly "x-forwarded-for"?: string | string[];
    readonly "x-forwarded-host"?: string | string[];
    readonly "x-forwarded-proto"?: string | string[];
  };
  readonly socket: { readonly remoteAddress?: string };
}
