import { formatNetwork, parseNetwork } from "../../platform/http/ip-network";
import { instant } from "../../platform/validation/fields";
import { z } from "../../platform/validation/zod";
import {
  MAX_NETWORKS,
  MAX_REQUESTS,
  MAX_USES,
  MAX_WINDOW_SECONDS,
  MAX_WINDOWS,
  PER_MINUTE,
  POLICY,
  QUOTA,
} from "./bounds";

/** The longest text of a network is 49 characters. */
const MAX_NETWORK_LENGTH = 60;

/** A network in CIDR notation, in its canonical form. */
const network = z
  .string()
  .trim()
  .max(MAX_NETWORK_LENGTH, "This is no network.")
  .transform((text, context) => {
    const parsed = parseNetwork(text);
    if (!("problem" in parsed)) return formatNetwork(parsed);
    const message =
      parsed.problem === "host_bits"
        ? `“${text}” has bits set behind its prefix. Write ${parsed.network} for the network.`
        : `“${text}” is no network. Write one such as 192.0.2.0/24 or 2001:db8::/32.`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** From where a token may be used. An empty list would allow nothing, and is refused. */
const networks = z
  .array(network)
  .min(1, "Name at least one network, or leave networks out.")
  .max(MAX_NETWORKS, `Name at most ${MAX_NETWORKS} networks.`)
  .transform((all) => [...new Set(all)])
  .openapi({
    type: "array",
    items: { type: "string" },
    description:
      `Where it may be used from: up to ${MAX_NETWORKS} networks in CIDR notation, IPv4 or IPv6, without host bits. ` +
      "IPv4-mapped IPv6 addresses count as IPv4. Left out: anywhere.",
    example: ["192.0.2.0/24", "2001:db8::/32"],
  });

const notBefore = instant
  .transform((at) => at.toISOString())
  .openapi({
    type: "string",
    format: "date-time",
    description: "When it begins to work: within a second after this instant, never before.",
  });

const requests = z
  .int("Enter a whole number.")
  .min(1, "Allow at least one request.")
  .max(MAX_REQUESTS, `Allow at most ${MAX_REQUESTS.toLocaleString("en-US")} requests.`);

const RESERVED: readonly string[] = [PER_MINUTE, POLICY, QUOTA, MAX_USES];

const windowName = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, "Begin with a letter; use lower-case letters, digits and hyphens, up to 32.")
  .refine((name) => !RESERVED.includes(name), "This name has a meaning of its own.");

const windowSeconds = z
  .int("Enter a whole number.")
  .min(1, "A window has at least one second.")
  .max(MAX_WINDOW_SECONDS, "A window has at most 86,400 seconds, a day. Longer ones are quotas.");

const windows = z
  .array(z.strictObject({ name: windowName, limit: requests, windowSeconds }))
  .min(1, "Name at least one window, or leave windows out.")
  .max(MAX_WINDOWS, `Name at most ${MAX_WINDOWS} windows.`)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "Each window needs a name of its own.")
  .openapi({
    description:
      `Up to ${MAX_WINDOWS} further limits. A window of 60 seconds begins with each minute of the clock, one of ` +
      "3,600 with each hour in UTC, and so on: its start is a multiple of its length since 1970.",
  });

const quota = z
  .strictObject({ requests, per: z.enum(["day", "month"]) })
  .openapi({ description: "How many requests in a calendar day or month, in UTC." });

/** Limits as they are sent. What is left out is not limited. */
export const limitsSchema = z.strictObject({
  networks: networks.optional(),
  notBefore: notBefore.optional(),
  requestsPerMinute: requests.optional().openapi({ description: "How many requests in each minute of the clock." }),
  windows: windows.optional(),
  quota: quota.optional(),
  maxUses: requests.optional().openapi({ description: "How many requests in all. After the last one it is dead." }),
});

const count = z.int().positive();

/** Limits as they are stored and shown: networks in canonical form, the instant in ISO 8601, UTC. */
export const limitsDtoSchema = z
  .strictObject({
    networks: z.array(z.string()).readonly().optional(),
    notBefore: z.iso.datetime().optional(),
    requestsPerMinute: count.optional(),
    windows: z
      .array(z.strictObject({ name: z.string(), limit: count, windowSeconds: count }).readonly())
      .readonly()
      .optional(),
    quota: z
      .strictObject({ requests: count, per: z.enum(["day", "month"]) })
      .readonly()
      .optional(),
    maxUses: count.optional(),
  })
  .readonly()
  .meta({ description: "How it is limited. What is missing is not limited." });
export type Limits = z.output<typeof limitsDtoSchema>;
