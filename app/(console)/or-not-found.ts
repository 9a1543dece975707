import { notFound } from "next/navigation";
import type { Result } from "@/lib/platform/result/result";

/** Unwraps the result of a page's query. Responds 404 on failure. */
export function orNotFound<T extends object>(result: Result<T>): { readonly ok: true } & T {
  if (!result.ok) notFound();
  return result;
}
