import type { Metadata } from "next";
import { getPolicy, listPolicyChecks } from "@/lib/content/policy-queries";
import { assignPoliciesAction, deletePolicyAction, unassignPoliciesAction } from "../../content-actions";
import { contentItemTitle, ContentItemPage, type ContentItemProps } from "../../content-item-page";

interface Props extends Omit<ContentItemProps, "params"> {
  params: Promise<{ spaceId: string; policyId: string }>;
}

const SOURCE = { kind: "policy", get: getPolicy, listChecks: listPolicyChecks } as const;
const ACTIONS = { assign: assignPoliciesAction, unassign: unassignPoliciesAction, remove: deletePolicyAction };
const idOf = async ({ params }: Props) => {
  const { spaceId, policyId } = await params;
  return { spaceId, id: policyId };
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: await contentItemTitle(SOURCE, await idOf(props)) };
}

export default function PolicyPage(props: Props) {
  return <ContentItemPage source={SOURCE} actions={ACTIONS} params={idOf(props)} searchParams={props.searchParams} />;
}
