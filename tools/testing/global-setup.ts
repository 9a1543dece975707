import { openTestCluster } from "./cluster";

/** Vitest's global set-up. Returns the tear-down. */
export default openTestCluster;
