import type { Fetch } from "./client.js";
import type { VerifierError } from "./failure.js";

export interface VerifierOptions {
  /** Latchkey's public origin, its `APP_URL`: what its JWTs name as their issuer. */
  readonly issuer: string;
  /** A token with the permission Verifier. */
  readonly token: string;
  /** The identifier of your API. */
  readonly api: string;
  /** Where to ask Latchkey, such as a gateway nearby. `issuer` by default. */
  readonly url?: string;
  /** Whether to ask over http at another address than this machine's: the network then sees all tokens. */
  readonly allowHttp?: boolean;
  /** Your organization's id. Left out: what Latchkey says. JWTs of other organizations are refused. */
  readonly organization?: string;
  /** For how long after a revocation was committed a check may still answer from memory, in ms. 1,000 by default. */
  readonly maxStaleMs?: number;
  /** For how long an answer is remembered, in ms. 60,000 by default; 0 remembers nothing. */
  readonly maxAgeMs?: number;
  /** How many tokens are remembered at most. 10,000 by default. */
  readonly maxEntries?: number;
  /** For how long a check waits for Latchkey, in ms. 5,000 by default. */
  readonly timeoutMs?: number;
  /** How many checks may wait at a time; one more is `unavailable` at once. 10,000 by default. */
  readonly maxWaiting?: number;
  /** How many requests with checks may be sent at a time, each with up to 100. 8 by default. */
  readonly maxRequests?: number;
  /** Whether changes are also received as a stream, where Latchkey has one. True by default. */
  readonly stream?: boolean;
  /** Told of failures in the background, of each kind once in 10 s. */
  readonly onError?: (error: VerifierError) => void;
  /** In place of the global `fetch`. */
  readonly fetch?: Fetch;
}

/** Checked, with the defaults, and without the token: one object alone knows it. */
export type Settings = Required<Omit<VerifierOptions, "token" | "organization" | "allowHttp">> & {
  readonly organization: string | null;
};

const NAMES = [
  "issuer",
  "token",
  "api",
  "url",
  "allowHttp",
  "organization",
  "maxStaleMs",
  "maxAgeMs",
  "maxEntries",
  "timeoutMs",
  "maxWaiting",
  "maxRequests",
  "stream",
  "onError",
  "fetch",
] as const satisfies readonly (keyof VerifierOptions)[];

/** An absolute URI without a fragment (RFC 8707 section 2). */
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[!-"$-~]+$/;
/** What a header can carry. For anything else, the error of `fetch` would have the token in its message. */
const BEARER = /^[\x21-\x7e]{1,4096}$/;

/** The token, if a header can carry it. Throws a TypeError, without the token, if not. */
export function toBearer({ token }: VerifierOptions): string {
  if (typeof token !== "string" || !BEARER.test(token)) throw wrong("token", "the token of a Verifier");
  return token;
}

/** Throws a TypeError that names the option that is wrong, and never its value. */
export function toSettings(options: VerifierOptions): Settings {
  if (typeof options !== "object" || options === null) throw new TypeError("createVerifier needs options.");
  const unknown = Object.keys(options).find((name) => !(NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new TypeError(`createVerifier has no option ${unknown}.`);
  const { api, organization = null, stream = true, onError = ignore, fetch = globalFetch } = options;
  if (typeof api !== "string" || !ABSOLUTE_URI.test(api)) throw wrong("api", "the identifier of your API");
  const issuer = toOrigin("issuer", options.issuer);
  const url = options.url === undefined ? issuer : toOrigin("url", options.url);
  if (options.allowHttp !== true && !isPrivate(url))
    throw wrong(options.url === undefined ? "issuer" : "url", "an https origin, unless allowHttp is true");
  return {
    issuer,
    api,
    url,
    organization,
    maxStaleMs: toNumber("maxStaleMs", options.maxStaleMs ?? 1_000, 100, 60_000),
    maxAgeMs: toNumber("maxAgeMs", options.maxAgeMs ?? 60_000, 0, 3_600_000),
    maxEntries: toNumber("maxEntries", options.maxEntries ?? 10_000, 2, 10_000_000),
    timeoutMs: toNumber("timeoutMs", options.timeoutMs ?? 5_000, 10, 60_000),
    maxWaiting: toNumber("maxWaiting", options.maxWaiting ?? 10_000, 1, 1_000_000),
    maxRequests: toNumber("maxRequests", options.maxRequests ?? 8, 1, 1_000),
    stream,
    onError,
    fetch,
  };
}

const ignore = (): void => undefined;
/** Looked up at each request: Next.js and instrumentation replace it while a program starts. */
const globalFetch: Fetch = (url, init) => fetch(url, init);

const wrong = (name: keyof VerifierOptions, what: string): TypeError => new TypeError(`${name} must be ${what}.`);

function toOrigin(name: "issuer" | "url", value: unknown): string {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : null;
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (!isOrigin) throw wrong(name, "an origin such as https://latchkey.example.com");
  return url.origin;
}

/** Whether nobody else can read what is sent there. */
function isPrivate(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === "https:" || /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function toNumber(name: keyof VerifierOptions, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most)
    throw wrong(name, `a whole number from ${least} to ${most}`);
  return value;
}
