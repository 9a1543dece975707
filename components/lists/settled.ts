import { unstable_rethrow } from "next/navigation";
import { log } from "@/lib/platform/log";

/** What `load` brings, or null when it failed: the page then says so in its place, and the operator reads why in the log. */
export async function settled<T>(load: Promise<T>, failure: string): Promise<T | null> {
  try {
    return await load;
  } catch (error) {
    unstable_rethrow(error);
    log.error({ err: error }, failure);
    return null;
  }
}
