import { receiveBundle } from "../../receive-bundle";
import { uploadQueryPacksAction } from "../../upload-actions";

export async function POST(request: Request, { params }: { params: Promise<{ spaceId: string }> }): Promise<Response> {
  return receiveBundle(request, (await params).spaceId, uploadQueryPacksAction);
}
