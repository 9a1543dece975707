import { notFound } from "next/navigation";
import type { Result } from "@/lib/platform/result/result";

/** What a query of a page found; to somebody who may not see it, the page does not exist. */
export function orNotFound<T extends object>(result: Result<T>): { readonly ok: true } & T {
  if (!result.ok) notFound();
  return result;
}
