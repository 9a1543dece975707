import { after } from "next/server";
import { env } from "../../platform/env";
import { flushUsage } from "../../usage/flush";
import { handle } from "../handle";

/**
 * The API app as a Next route handler. On Vercel a process may be frozen as soon as it answered, so that what it
 * counted is written right after the answer, not by a timer.
 */
export async function handleInNext(request: Request): Promise<Response> {
  if (env().VERCEL) after(flushUsage);
  return handle(request);
}
