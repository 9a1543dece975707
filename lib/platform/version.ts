import manifest from "../../package.json";

/** The running version of Latchkey. */
export const VERSION: string = manifest.version;
