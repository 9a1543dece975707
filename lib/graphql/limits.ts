import { EnvelopArmorPlugin } from "@escape.tech/graphql-armor";
import { costLimit } from "./cost";

/** The limits of a document. Depth counts nested fields. */
const LIMITS = { depth: 15, aliases: 30, directives: 20, tokens: 2_000 };

/**
 * The limits as plugins of yoga. The cost is our own plugin: the library's counts `first: 10000` as ten thousand, and
 * variables as one. Its depth ignores introspection, which a rule of graphql-js and our cost limit.
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
