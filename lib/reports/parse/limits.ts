/** The maximum size of a report in bytes, decompressed and compressed: 20 MiB. */
export const MAX_REPORT_BYTES = 20 * 1024 * 1024;

/** The maximum number of assets per report. 50,000 assets of ordinary size fit into MAX_REPORT_BYTES. */
export const MAX_ASSETS = 100_000;

/** The maximum number of scores per report: as many as fit into 20 MiB. */
export const MAX_SCORES = 250_000;

/** The maximum number of queries whose code ids are replaced by names. More keep their code ids. */
export const MAX_NAMED_QUERIES = 50_000;

/** The maximum depth of nested lists and objects. */
export const MAX_DEPTH = 128;

/** The maximum length of an MRN or query id, in characters. */
export const MAX_ID = 1024;

/** The maximum length of a status, in characters. */
export const MAX_STATUS = 64;

/** The maximum stored length of a name or platform, in characters. */
export const MAX_NAME = 500;

/** The maximum stored length of an asset's error, in characters. */
export const MAX_ERROR = 10_000;

/** The maximum length of a number or literal outside of strings, in characters. */
export const MAX_WORD = 400;
