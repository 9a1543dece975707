import type { Metadata } from "next";
import { listPolicies } from "@/lib/content/policy-queries";
import { assignPoliciesAction, deletePolicyAction, unassignPoliciesAction } from "../content-actions";
import { ContentPage, type ContentRouteProps } from "../content-page";

export const metadata: Metadata = { title: "Policies" };

const ACTIONS = { assign: assignPoliciesAction, unassign: unassignPoliciesAction, remove: deletePolicyAction };

export default function PoliciesPage(props: ContentRouteProps) {
  return <ContentPage {...props} kind="policy" list={listPolicies} actions={ACTIONS} />;
}
