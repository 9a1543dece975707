import { headers } from "next/headers";
import { Boundary, type BoundaryProps } from "./boundary";

/**
 * Content that may come later than the page around it, where our scripts have asked for it: they put it into its place.
 * A page that the browser loads as such waits for its content instead: without scripts it would stay hidden.
 */
export async function Streamed(props: Omit<BoundaryProps, "whole">) {
  return <Boundary {...props} whole={await isPageLoad()} />;
}

/**
 * Whether the browser loads the whole page (Fetch Metadata), not a script a part of it. True when the headers do not
 * say.
 */
async function isPageLoad(): Promise<boolean> {
  return (await headers()).get("sec-fetch-dest") !== "empty";
}
