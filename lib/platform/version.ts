import manifest from "../../package.json";

/** The version of Latchkey that runs. */
export const VERSION: string = manifest.version;
