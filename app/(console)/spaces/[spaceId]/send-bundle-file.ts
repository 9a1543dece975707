import "server-only";
import type { UserActor } from "@/lib/access/authorization/actor";
import type { BundleFile, ContentDto } from "@/lib/content/dto";
import { fail, type Result } from "@/lib/platform/result/result";
import { requireSession } from "@/lib/access/session/session";
import { findSpaceHere } from "./require-space";
import { NOSNIFF } from "@/lib/platform/http/security-headers";

interface Source {
  get: (actor: UserActor, id: string) => Promise<Result<{ item: ContentDto }>>;
  download: (actor: UserActor, id: string) => Promise<Result<{ file: BundleFile }>>;
}

/** Downloads the original bytes of a bundle, for users who may see the space. */
export async function sendBundleFile(spaceId: string, listPath: string, id: string, source: Source): Promise<Response> {
  await requireSession(listPath);
  const found = await findFile(spaceId, id, source);
  if (!found.ok)
    return new Response("There is nothing here.\n", {
      status: 404,
      headers: { "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" },
    });
  const { bytes, fileName } = found.file;
  // A uid has letters, digits, dots, dashes and underscores: nothing that could end the quotes.
  const headers = {
    "content-type": "application/yaml",
    "content-length": String(bytes.byteLength),
    "content-disposition": `attachment; filename="${fileName}"`,
    "cache-control": "private, no-store",
    ...NOSNIFF,
  };
  return new Response(bytes, { headers });
}

async function findFile(spaceId: string, id: string, { get, download }: Source): Promise<Result<{ file: BundleFile }>> {
  const here = await findSpaceHere(spaceId);
  if (!here) return fail("not_found");
  const found = await get(here.actor, id);
  if (!found.ok) return found;
  const isShownHere = found.item.spaceId === null || found.item.spaceId === here.space.id;
  return isShownHere ? download(here.actor, id) : fail("not_found");
}
