import type { Metadata } from "next";
import { getQueryPack, listQueryPackChecks } from "@/lib/content/querypack-queries";
import { assignQueryPacksAction, deleteQueryPackAction, unassignQueryPacksAction } from "../../content-actions";
import { contentItemTitle, ContentItemPage, type ContentItemProps } from "../../content-item-page";

interface Props extends Omit<ContentItemProps, "params"> {
  params: Promise<{ spaceId: string; querypackId: string }>;
}

const SOURCE = { kind: "querypack", get: getQueryPack, listChecks: listQueryPackChecks } as const;
const ACTIONS = { assign: assignQueryPacksAction, unassign: unassignQueryPacksAction, remove: deleteQueryPackAction };
const idOf = async ({ params }: Props) => {
  const { spaceId, querypackId } = await params;
  return { spaceId, id: querypackId };
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: await contentItemTitle(SOURCE, await idOf(props)) };
}

export default function QueryPackPage(props: Props) {
  return <ContentItemPage source={SOURCE} actions={ACTIONS} params={idOf(props)} searchParams={props.searchParams} />;
}
