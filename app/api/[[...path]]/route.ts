export const runtime = "nodejs";
export const dynamic = "force-dynamic";

let handle: ((request: Request) => Promise<Response>) | undefined;

/** The API app, for every method; loaded once, on the first request, so that pages do not load it. */
async function answer(request: Request): Promise<Response> {
  handle ??= (await import("@/lib/api/mounts/next")).handleInNext;
  return handle(request);
}

export {
  answer as GET,
  answer as HEAD,
  answer as POST,
  answer as PUT,
  answer as PATCH,
  answer as DELETE,
  answer as OPTIONS,
};
