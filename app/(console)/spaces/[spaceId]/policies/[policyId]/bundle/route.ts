import { downloadPolicy, getPolicy } from "@/lib/content/policy-queries";
import { sendBundleFile } from "../../../send-bundle-file";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ spaceId: string; policyId: string }> },
): Promise<Response> {
  const { spaceId, policyId } = await params;
  return sendBundleFile(spaceId, `/spaces/${spaceId}/policies`, policyId, { get: getPolicy, download: downloadPolicy });
}
