import { hkdfSync } from "node:crypto";
import ipaddr from "ipaddr.js";
import { parseHosts } from "./db/hosts";
import { z } from "./validation/zod";

const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must start with postgresql://")
  .refine(
    (value) => parseHosts(value) !== null,
    "is not a URL, or names hosts and ports that do not fit, or a target_session_attrs other than any, " +
      "read-write and primary",
  );

const origin = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    message: "must be an http or https URL such as https://latchkey.example.com",
    abort: true,
  })
  .refine((value) => new URL(value).pathname === "/", "must be an origin, without a path")
  .transform((value) => new URL(value).origin);

const proxies = z
  .string()
  .transform((value) =>
    value
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine(
    (parts) => parts.every((part) => ipaddr.isValid(part) || ipaddr.isValidCIDR(part)),
    "must be addresses or CIDR ranges, separated by commas",
  );

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine(
      (value) => /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max,
      `must be a whole number from ${min} to ${max}`,
    )
    .transform(Number);

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: postgresUrl,
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: wholeNumber(2, 100).default(10),
  /** A direct connection for LISTEN if DATABASE_URL goes through a pooler. */
  LISTEN_DATABASE_URL: postgresUrl.optional(),
  TOKEN_CACHE: z.stringbool().default(true),
  AUTH_SECRET: z.string().min(32, "needs at least 32 characters"),
  AUDIT_KEY: z.string().min(32, "needs at least 32 characters").optional(),
  SETUP_CODE: z.string().min(12, "needs at least 12 characters").optional(),
  TOKEN_PREFIX: z
    .string()
    .regex(/^[0-9A-Za-z]{2,16}$/, "must be 2 to 16 letters and digits")
    .default("latch"),
  APP_URL: origin.optional(),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: wholeNumber(0, 65_535).default(3000),
  TRUSTED_PROXIES: proxies.default([]),
  /** Which mount serves API paths: node:http itself, or Next, which reloads them in development. */
  API_MOUNT: z.enum(["node", "next"]).optional(),
  /** How many processes `npm run gateway` runs. Default: the number of cores. */
  WORKERS: wholeNumber(1, 128).optional(),
  /** What `npm run gateway` runs on. */
  GATEWAY_RUNTIME: z.enum(["bun", "node"]).default("node"),
  /** How many long polls (later: streams) a token, and an organization, may keep open at a time in one process. */
  STREAMS_PER_TOKEN: wholeNumber(1, 10_000).default(10),
  STREAMS_PER_ORGANIZATION: wholeNumber(1, 10_000).default(100),
  METRICS_TOKEN: z.string().min(16, "needs at least 16 characters").optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  /** Opens `/api/jobs`, by which a scheduler outside runs the jobs of a host that keeps no process running. */
  CRON_SECRET: z.string().min(16, "needs at least 16 characters").optional(),
  /** How many days the requests of tokens per hour are kept. */
  TOKEN_USAGE_DAYS: wholeNumber(1, 36_500).default(400),
  /** Which requests are logged at level info: none, all but token checks, probes and static files, or all. */
  ACCESS_LOG: z.enum(["off", "requests", "all"]).default("requests"),
  /** Statements that take this many ms or more are logged as slow; 0 disables this. */
  SLOW_QUERY_MS: z.coerce.number().int().min(0).max(600_000).default(500),
  VERCEL: z.stringbool().default(false),
  VERCEL_ENV: z.enum(["production", "preview", "development"]).optional(),
  VERCEL_URL: z.string().optional(),
  VERCEL_PROJECT_PRODUCTION_URL: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

/** The name of every variable that Latchkey reads. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(schema.shape);

/** A bad or missing environment variable. The message names each variable and its problem, never its value. */
export class EnvError extends Error {
  override readonly name: string = "EnvError";
}

/** Parses an environment; empty strings count as unset. Throws EnvError. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new EnvError(describe(parsed.error, given));
  if (parsed.data.VERCEL && !parsed.data.SETUP_CODE)
    throw new EnvError("SETUP_CODE is required on Vercel: it guards /setup until the first Super Admin exists.");
  return parsed.data;
}

function describe(error: z.ZodError, given: Record<string, string | undefined>): string {
  const lines = error.issues.map((issue) => {
    const name = String(issue.path[0]);
    if (given[name] === undefined) return `${name} is required.`;
    return `${name} ${issue.code === "invalid_value" ? `must be one of ${issue.values.join(", ")}` : issue.message}.`;
  });
  return [...new Set(lines)].join("\n");
}

let parsed: Env | undefined;

/** The environment, parsed once. The first call throws EnvError if a variable is bad. */
export function env(): Env {
  return (parsed ??= parseEnv(process.env));
}

/** The key of the audit chain: from AUDIT_KEY or, if unset, AUTH_SECRET (HKDF-SHA-256, RFC 5869). 32 bytes. */
export function auditKey({ AUDIT_KEY, AUTH_SECRET }: Env = env()): Buffer {
  return derive(AUDIT_KEY ?? AUTH_SECRET, "latchkey audit chain v1");
}

/** The key for hashing e-mail addresses in the sign-in limits, so that the counters contain no addresses. 32 bytes. */
export function limitsKey({ AUTH_SECRET }: Env = env()): Buffer {
  return derive(AUTH_SECRET, "latchkey sign-in limits v1");
}

/** The key that encrypts the private signing keys in the database. 32 bytes. */
export function signingKeysKey({ AUTH_SECRET }: Env = env()): Buffer {
  return derive(AUTH_SECRET, "latchkey signing keys v1");
}

/** The key whose check value shows whether AUTH_SECRET is the one used to write the database. 32 bytes. */
export function sessionKeyCheckKey({ AUTH_SECRET }: Env = env()): Buffer {
  return derive(AUTH_SECRET, "latchkey session key check v1");
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));
}
