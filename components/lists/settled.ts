import { unstable_rethrow } from "next/navigation";
import { log } from "@/lib/platform/log";

/**
 * The result of `load`, or null when it failed. The page then shows an error in its place, and the log has the reason.
 */
export async function settled<T>(load: Promise<T>, failure: string): Promise<T | null> {
  try {
    return await load;
  } catch (error) {
    unstable_rethrow(error);
    log.error({ err: error }, failure);
    return null;
  }
}
