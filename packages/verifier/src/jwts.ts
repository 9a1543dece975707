import { isInNetworks } from "./address.js";
import { toIso } from "./answers.js";
import type { Client } from "./client.js";
import type { Demand } from "./demand.js";
import type { Feed } from "./feed.js";
import type { FailureReports } from "./failure.js";
import { later, now } from "./instant.js";
import { JwtReader, type JwtClaims } from "./jwt-claims.js";
import type { Memory } from "./memory.js";
import type { Settings } from "./options.js";
import { refused, unavailable, type Accepted, type Verification } from "./result.js";
import { RevocationReader } from "./revocation-reader.js";
import type { TokenEntry } from "./token-answers.js";

interface Surroundings {
  readonly settings: Settings;
  readonly client: Client;
  readonly failures: FailureReports;
  readonly feed: Feed;
  readonly memory: Memory<TokenEntry>;
  /** The organization of the verifier; null as long as that is not known. */
  readonly organization: () => string | null;
}

/** Checks JWTs by their signature, and by what the feed tells of their tokens. */
export class Jwts {
  readonly #surroundings: Surroundings;
  readonly #reader: JwtReader;
  readonly #revocations: RevocationReader;

  constructor(surroundings: Surroundings) {
    const { settings, client, failures, feed } = surroundings;
    this.#surroundings = surroundings;
    this.#reader = new JwtReader({ ...settings, failures });
    this.#revocations = new RevocationReader(settings.api, {
      client,
      failures,
      timeoutMs: settings.timeoutMs,
      version: () => feed.known.version,
    });
  }

  /** The signature comes first: a forged JWT costs Latchkey nothing. */
  async verify(jwt: string, demand: Demand): Promise<Verification> {
    const read = await this.#reader.read(jwt);
    if (!read.ok) return read.refused;
    const { claims } = read;
    const { feed, organization } = this.#surroundings;
    if (!(await feed.freshen())) return unavailable();
    // What is heard from here on may not be in the list.
    const begun = now();
    if (!(await this.#revocations.upTo(feed.known.version))) return unavailable();
    const own = organization();
    if (own === null) return unavailable();
    // Another organization may have registered an API of the same identifier.
    if (claims.organization !== own) return refused("unknown");
    if (this.#revocations.list.refuses(claims)) return refused("revoked");
    return this.#decide(jwt, claims, demand, begun);
  }

  #decide(
    jwt: string,
    claims: JwtClaims,
    { scopes = [], address }: Demand,
    begun: ReturnType<typeof now>,
  ): Verification {
    if (!isFromNetworks(claims, address)) return refused("network");
    const accepted = toAccepted(claims);
    const held = new Set(claims.scopes);
    this.#remember(jwt, claims, { accepted, held, begun });
    return scopes.every((scope) => held.has(scope)) ? accepted : refused("insufficient_scope");
  }

  /** The signature need not be verified again before a change concerns the token. */
  #remember(
    jwt: string,
    claims: JwtClaims,
    { accepted, held, begun }: { accepted: Accepted; held: ReadonlySet<string>; begun: ReturnType<typeof now> },
  ): void {
    const { feed, memory, settings } = this.#surroundings;
    const concerned = { id: claims.tokenId, subject: claims.subject };
    if (claims.networks !== null || feed.known.recent.concerns(concerned, begun.running)) return;
    const aged = later(begun, settings.maxAgeMs);
    const until = {
      running: Math.min(aged.running, begun.running + claims.expiresAt - begun.wall),
      wall: Math.min(aged.wall, claims.expiresAt),
    };
    memory.remember(jwt, { ...concerned, until, scopes: held, accepted, isComplete: true });
  }
}

function isFromNetworks({ networks }: JwtClaims, address: string | undefined): boolean {
  return networks === null || (address !== undefined && isInNetworks(networks, address));
}

function toAccepted({ tokenId, organization, subject, scopes, expiresAt }: JwtClaims): Accepted {
  const token = Object.freeze({
    id: tokenId,
    name: null,
    organization,
    subject,
    scopes: Object.freeze(scopes),
    metadata: null,
    expiresAt: toIso(expiresAt),
  });
  return Object.freeze({ ok: true, token, source: "jwt" });
}
