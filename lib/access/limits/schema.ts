import { formatNetwork, parseNetwork } from "../../platform/http/ip-network";
import { instant } from "../../platform/validation/fields";
import { z } from "../../platform/validation/zod";
import { MAX_NETWORKS } from "./bounds";

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

/** Limits as they are sent. What is left out is not limited. */
export const limitsSchema = z.strictObject({ networks: networks.optional(), notBefore: notBefore.optional() });

/** Limits as they are stored and shown: networks in canonical form, the instant in ISO 8601, UTC. */
export const limitsDtoSchema = z
  .strictObject({ networks: z.array(z.string()).readonly().optional(), notBefore: z.iso.datetime().optional() })
  .readonly()
  .meta({ description: "How it is limited. What is missing is not limited." });
export type Limits = z.output<typeof limitsDtoSchema>;
