import { after } from "next/server";
import { env } from "../../platform/env";
import { flushUsage } from "../../usage/flush";
import { handle } from "../handle";

/**
 * The API app as a Next route handler. On Vercel a process may be frozen after its response, so usage is written right
 * after the response, not by a timer.
 */
export async function handleInNext(request: Request): Promise<Response> {
  if (env().VERCEL) after(flushUsage);
  return handle(request);
}
