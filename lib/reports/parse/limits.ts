/** The largest report in bytes, decompressed: 20 MiB. What arrives compressed may not be larger than this either. */
export const MAX_REPORT_BYTES = 20 * 1024 * 1024;

/** The most assets of one report. 50,000 assets of ordinary size fit into MAX_REPORT_BYTES. */
export const MAX_ASSETS = 100_000;

/** The most scores of one report, over all assets: what 20 MiB of ordinary scores amount to. */
export const MAX_SCORES = 250_000;

/** How deep lists and objects may stand in each other. */
export const MAX_DEPTH = 128;

/** The longest MRN or query id, in characters. */
export const MAX_ID = 1024;

/** The longest status word, in characters. */
export const MAX_STATUS = 64;

/** How much of a name or platform is kept, in characters. */
export const MAX_NAME = 500;

/** How much of an asset's error is kept, in characters. */
export const MAX_ERROR = 10_000;

/** The longest number or word outside a string, in characters. */
export const MAX_WORD = 400;
