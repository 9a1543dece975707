import type { AssetDto } from "../assets/dto";
import { getAsset, listAssets } from "../assets/queries";
import { listAssetsSchema } from "../assets/schema";
import { formatMrn } from "../mrn";
import { builder } from "./builder";
import { directionOf, OrderDirection } from "./common";
import { connectionOf, pageInput } from "./connection";
import { parsed, refusal, required } from "./failure";
import { named, spaceMrn } from "./names";

/** A scanned asset. */
export const Asset = builder.objectRef<AssetDto>("Asset").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    mrn: t.string({ resolve: ({ id, spaceId }) => formatMrn({ kind: "asset", spaceId, id }) }),
    reportedMrn: t.exposeString("mrn", { description: "Chosen by the agent; unique within the space only." }),
    spaceMrn: t.string({ resolve: ({ spaceId }) => spaceMrn(spaceId) }),
    name: t.exposeString("name"),
    platform: t.exposeString("platform", { nullable: true }),
    platformVersion: t.exposeString("platformVersion", { nullable: true }),
    arch: t.exposeString("arch", { nullable: true }),
    score: t.exposeInt("score", { nullable: true, description: "0 to 100; null without a result." }),
    error: t.exposeString("error", { nullable: true }),
    lastSeenAt: t.exposeString("lastSeenAt"),
    createdAt: t.exposeString("createdAt"),
  }),
});

const AssetConnection = connectionOf("Asset", Asset);

const SORTS = { NAME: "name", SCORE: "score", LAST_SEEN: "lastSeen" } as const;
const AssetOrderField = builder.enumType("AssetOrderField", { values: Object.keys(SORTS) as (keyof typeof SORTS)[] });
const AssetOrder = builder.inputType("AssetOrder", {
  fields: (t) => ({
    direction: t.field({ type: OrderDirection, required: true }),
    field: t.field({ type: AssetOrderField, required: true }),
  }),
});

builder.queryFields((t) => ({
  asset: t.field({
    type: Asset,
    nullable: true,
    args: { mrn: t.arg.string({ required: true }) },
    resolve: async (_, { mrn }, { actor }) => {
      const { id, spaceId } = named(mrn, "asset");
      const { asset } = required(await getAsset(actor, id));
      if (asset.spaceId !== spaceId) throw refusal("not_found");
      return asset;
    },
  }),
  assets: t.field({
    type: AssetConnection,
    nullable: true,
    args: {
      spaceMrn: t.arg.string({ required: true }),
      query: t.arg.string(),
      platform: t.arg.stringList(),
      first: t.arg.int(),
      after: t.arg.string(),
      orderBy: t.arg({ type: AssetOrder }),
    },
    resolve: async (_, { query, platform, orderBy, ...args }, { actor }, info) => {
      const spaceId = named(args.spaceMrn, "space").id;
      const order = orderBy ? { sort: SORTS[orderBy.field], direction: directionOf(orderBy.direction) } : {};
      return required(
        await listAssets(
          actor,
          parsed(listAssetsSchema, {
            spaceId,
            search: query ?? "",
            platform: platform ?? [],
            ...order,
            ...pageInput(info, args),
          }),
        ),
      ).page;
    },
  }),
}));
