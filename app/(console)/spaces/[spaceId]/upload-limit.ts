import { MAX_BUNDLE_BYTES } from "@/lib/content/parse/limits";
import { env } from "@/lib/platform/env";

/** A hosted function takes 4.5 MB with its headers, and answers what is larger before we see it. */
const HOSTED = { maxBytes: 4_400_000, words: "4.4 MB" };
const OWN = { maxBytes: MAX_BUNDLE_BYTES, words: "5 MB" };

/** The largest bundle that can be uploaded here. */
export function uploadLimit(): { maxBytes: number; words: string } {
  return env().VERCEL ? HOSTED : OWN;
}
