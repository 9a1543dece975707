import type { Limits } from "../access/limits/schema";
import { builder } from "./builder";

export const APITokenLimits = builder.objectRef<Limits>("APITokenLimits").implement({
  description: "How tokens are limited. Null: not by that.",
  fields: (t) => ({
    networks: t.stringList({ nullable: true, description: "In CIDR notation.", resolve: ({ networks }) => networks }),
    notBefore: t.string({ nullable: true, resolve: ({ notBefore }) => notBefore }),
  }),
});

export const APITokenLimitsInput = builder.inputType("APITokenLimitsInput", {
  description: "What is left out is not limited.",
  fields: (t) => ({
    networks: t.stringList({ description: "Up to 50 in CIDR notation, IPv4 or IPv6, without host bits." }),
    notBefore: t.string({ description: "RFC 3339." }),
  }),
});
