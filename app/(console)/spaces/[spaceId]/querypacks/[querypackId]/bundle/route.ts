import { downloadQueryPack, getQueryPack } from "@/lib/content/querypack-queries";
import { sendBundleFile } from "../../../send-bundle-file";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ spaceId: string; querypackId: string }> },
): Promise<Response> {
  const { spaceId, querypackId } = await params;
  return sendBundleFile(spaceId, `/spaces/${spaceId}/querypacks`, querypackId, {
    get: getQueryPack,
    download: downloadQueryPack,
  });
}
