import { GRANULARITIES, USAGE_KINDS, type UsageOf, type UsagePoint } from "../usage/dto";
import { listUsage } from "../usage/queries";
import { listUsageSchema } from "../usage/schema";
import { builder } from "./builder";
import { connectionOf, pageInput } from "./connection";
import { parsed, required } from "./failure";

const upper = <T extends string>(value: T) => value.toUpperCase() as Uppercase<T>;
const lower = <T extends string>(value: T) => value.toLowerCase() as Lowercase<T>;

const UsageKind = builder.enumType("UsageKind", { values: USAGE_KINDS.map(upper) });
const UsageGranularity = builder.enumType("UsageGranularity", {
  description: "The length of an interval, in UTC.",
  values: GRANULARITIES.map(upper),
});

interface DeniedRequests {
  readonly reason: string;
  readonly requests: number;
}

const DeniedRequestsType = builder.objectRef<DeniedRequests>("DeniedRequests").implement({
  fields: (t) => ({ reason: t.exposeString("reason"), requests: t.exposeFloat("requests") }),
});

const UsagePointType = builder.objectRef<UsagePoint>("UsagePoint").implement({
  fields: (t) => ({
    start: t.exposeString("start", { description: "When the interval begins. RFC 3339." }),
    allowed: t.exposeFloat("allowed"),
    denied: t.field({
      type: [DeniedRequestsType],
      resolve: ({ denied }) => Object.entries(denied).map(([reason, requests]) => ({ reason, requests })),
    }),
  }),
});

const Usage = builder.objectRef<UsageOf>("Usage").implement({
  fields: (t) => ({
    key: t.exposeString("key", { description: "The token’s or the API’s id, or the subject." }),
    name: t.exposeString("name"),
    allowed: t.exposeFloat("allowed"),
    denied: t.exposeFloat("denied"),
    points: t.field({
      type: [UsagePointType],
      description: "Oldest first. Intervals without requests are left out.",
      resolve: ({ points }) => [...points],
    }),
  }),
});

const UsageConnection = connectionOf("Usage", Usage);

builder.queryField("usage", (t) =>
  t.field({
    type: UsageConnection,
    nullable: true,
    description:
      "Requests of tokens, APIs or subjects, allowed and denied by reason. A page has at most 5,000 intervals, and " +
      "fewer items for that.",
    args: {
      by: t.arg({ type: UsageKind, required: true }),
      from: t.arg.string({ required: true, description: "RFC 3339." }),
      to: t.arg.string({ required: true, description: "RFC 3339." }),
      granularity: t.arg({ type: UsageGranularity, defaultValue: "DAY" }),
      key: t.arg.string({ description: "Only this one: a token’s or an API’s id, or a subject." }),
      first: t.arg.int(),
      after: t.arg.string(),
    },
    resolve: async (_, { by, from, to, granularity, key, first, after }, { actor }, info) => {
      const input = parsed(listUsageSchema, {
        by: lower(by),
        from,
        to,
        granularity: lower(granularity ?? "DAY"),
        ...(typeof key === "string" ? { key } : {}),
        ...pageInput(info, { first, after }),
      });
      return required(await listUsage(actor, input)).page;
    },
  }),
);
