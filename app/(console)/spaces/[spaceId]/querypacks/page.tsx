import type { Metadata } from "next";
import { listQueryPacks } from "@/lib/content/querypack-queries";
import { assignQueryPacksAction, deleteQueryPackAction, unassignQueryPacksAction } from "../content-actions";
import { ContentPage, type ContentRouteProps } from "../content-page";

export const metadata: Metadata = { title: "Query packs" };

const ACTIONS = { assign: assignQueryPacksAction, unassign: unassignQueryPacksAction, remove: deleteQueryPackAction };

export default function QueryPacksPage(props: ContentRouteProps) {
  return <ContentPage {...props} kind="querypack" list={listQueryPacks} actions={ACTIONS} />;
}
