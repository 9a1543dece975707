export const runtime = "nodejs";
export const dynamic = "force-dynamic";

/** The API app, for every method; loaded at the first request, so that pages do not pay for it. */
async function answer(request: Request): Promise<Response> {
  const { handleInNext } = await import("@/lib/api/mounts/next");
  return handleInNext(request);
}

export { answer as GET, answer as HEAD, answer as POST, answer as PUT, answer as PATCH, answer as DELETE, answer as OPTIONS };
