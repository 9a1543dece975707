import { EnvelopArmorPlugin } from "@escape.tech/graphql-armor";
import { costLimit } from "./cost";

/** How much a document may hold. Depth counts fields in fields. */
const LIMITS = { depth: 15, aliases: 30, directives: 20, tokens: 2_000 };

/**
 * The limits as plugins of yoga. The cost is our own: the other's takes `first: 10000` for ten thousand, and believes
 * variables to be one. Its depth leaves introspection out, which a rule of graphql-js bounds, and the cost.
 */
export const limits = [
  EnvelopArmorPlugin({
    maxDepth: { n: LIMITS.depth, ignoreIntrospection: true },
    maxAliases: { n: LIMITS.aliases },
    maxDirectives: { n: LIMITS.directives },
    maxTokens: { n: LIMITS.tokens },
    costLimit: { enabled: false },
  }),
  costLimit,
];
