import { openTestCluster } from "./cluster";

/** Vitest's global set-up, and what it returns its tear-down. */
export default openTestCluster;
