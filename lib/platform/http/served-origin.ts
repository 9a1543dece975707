import { env, type Env } from "../env";
import type { HeaderReader } from "./header-reader";
import { isTrustedProxy } from "./ip-address";
import { originNamed, ownOrigin, type OwnOrigin } from "./same-origin";
import { configuredOrigin, isHttps } from "./public-origin";
import type { ReceivedMessage } from "./received-message";

/** The public origin of this deployment; null if none is configured. */
export function publicOrigin(variables: Env = env()): string | null {
  return configuredOrigin(variables);
}

/** Whether the console is served over https. This determines cookie names, Secure and HSTS. */
export function servedOverHttps(variables: Env = env()): boolean {
  return isHttps(variables);
}

/**
 * The origin that a received message came to, as its client sees it: the configured one; else what a trusted proxy
 * says; else plain http on the Host header. Null when that is no host.
 */
export function messageOrigin({ headers, socket }: ReceivedMessage): OwnOrigin {
  const configured = publicOrigin();
  if (configured !== null) return configured;
  const { "x-forwarded-proto": proto, "x-forwarded-host": forwardedHost } = headers;
  const isForwarded = proto !== undefined || forwardedHost !== undefined;
  const trusted = isForwarded && isTrustedProxy(socket.remoteAddress, env().TRUSTED_PROXIES);
  const host = (trusted ? forwardedHost : undefined) ?? headers.host;
  return host === undefined ? null : originNamed(trusted && proto === "https" ? "https" : "http", String(host));
}

/** The origin that a request came to, on either mount; `incoming` where there is one. */
export function requestOrigin(headers: HeaderReader, incoming?: ReceivedMessage): OwnOrigin {
  return incoming ? messageOrigin(incoming) : ownOrigin(headers, publicOrigin());
}
