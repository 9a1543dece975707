import { assetResponse } from "@/lib/docs/assets";

export async function GET(_request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  return assetResponse((await params).name);
}
