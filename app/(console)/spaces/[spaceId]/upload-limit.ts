import { MAX_BUNDLE_BYTES } from "@/lib/content/parse/limits";
import { env } from "@/lib/platform/env";

/** A hosted function accepts 4.5 MB including headers. The platform refuses larger requests. */
const HOSTED = { maxBytes: 4_400_000, words: "4.4 MB" };
const OWN = { maxBytes: MAX_BUNDLE_BYTES, words: "5 MB" };

/** The maximum size of a bundle in this deployment. */
export function uploadLimit(): { maxBytes: number; words: string } {
  return env().VERCEL ? HOSTED : OWN;
}
