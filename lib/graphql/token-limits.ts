import type { Limits } from "../access/limits/schema";
import { builder } from "./builder";

const APITokenWindow = builder.objectRef<NonNullable<Limits["windows"]>[number]>("APITokenWindow").implement({
  description: "How many requests in each window of so many seconds. It begins with the clock.",
  fields: (t) => ({
    name: t.exposeString("name"),
    limit: t.exposeInt("limit"),
    windowSeconds: t.exposeInt("windowSeconds"),
  }),
});

const APITokenQuotaPeriod = builder.enumType("APITokenQuotaPeriod", {
  description: "Of the calendar, in UTC.",
  values: { DAY: { value: "day" }, MONTH: { value: "month" } } as const,
});

const APITokenQuota = builder.objectRef<NonNullable<Limits["quota"]>>("APITokenQuota").implement({
  description: "How many requests in a calendar day or month, in UTC.",
  fields: (t) => ({
    requests: t.exposeInt("requests"),
    per: t.expose("per", { type: APITokenQuotaPeriod }),
  }),
});

export const APITokenLimits = builder.objectRef<Limits>("APITokenLimits").implement({
  description: "How tokens are limited. Null: not by that.",
  fields: (t) => ({
    networks: t.stringList({ nullable: true, description: "In CIDR notation.", resolve: ({ networks }) => networks }),
    notBefore: t.string({ nullable: true, resolve: ({ notBefore }) => notBefore }),
    requestsPerMinute: t.int({ nullable: true, resolve: ({ requestsPerMinute }) => requestsPerMinute }),
    windows: t.field({ type: [APITokenWindow], nullable: true, resolve: ({ windows }) => windows }),
    quota: t.field({ type: APITokenQuota, nullable: true, resolve: ({ quota }) => quota }),
    maxUses: t.int({
      nullable: true,
      description: "How many requests in all. After the last one it is dead.",
      resolve: ({ maxUses }) => maxUses,
    }),
  }),
});

const APITokenWindowInput = builder.inputType("APITokenWindowInput", {
  fields: (t) => ({
    name: t.string({ required: true, description: "Lower-case letters, digits and hyphens, up to 32." }),
    limit: t.int({ required: true }),
    windowSeconds: t.int({ required: true, description: "1 to 86,400." }),
  }),
});

const APITokenQuotaInput = builder.inputType("APITokenQuotaInput", {
  fields: (t) => ({
    requests: t.int({ required: true }),
    per: t.field({ type: APITokenQuotaPeriod, required: true }),
  }),
});

export const APITokenLimitsInput = builder.inputType("APITokenLimitsInput", {
  description: "What is left out is not limited.",
  fields: (t) => ({
    networks: t.stringList({ description: "Up to 50 in CIDR notation, IPv4 or IPv6, without host bits." }),
    notBefore: t.string({ description: "RFC 3339." }),
    requestsPerMinute: t.int(),
    windows: t.field({ type: [APITokenWindowInput], description: "Up to 5." }),
    quota: t.field({ type: APITokenQuotaInput }),
    maxUses: t.int(),
  }),
});
