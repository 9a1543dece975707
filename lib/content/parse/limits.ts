/** The largest bundle in bytes: 5 MiB. */
export const MAX_BUNDLE_BYTES = 5 * 1024 * 1024;

/**
 * The most lexical tokens (words, marks and line ends) in a bundle. A real bundle of 3 MB has about 140,000;
 * 5 MB of nothing but `-` and line ends would have five million, and cost a gigabyte as a tree.
 */
export const MAX_TOKENS = 500_000;

/** How deep lists and maps may stand in each other. Real bundles reach ten. */
export const MAX_DEPTH = 64;

/** How many nodes all aliases of a bundle may stand for together. Real bundles use a handful. */
export const MAX_ALIASED_NODES = 10_000;

/** How many errors, and how many warnings, are told in full. The rest is only counted. */
export const MAX_FINDINGS = 100;

/** The longest name, license, author or tag in characters. */
export const MAX_LINE = 500;

/** How much of a description a summary carries, in characters. The stored bytes keep all of it. */
export const MAX_DESCRIPTION = 16_384;

/** The most tags, and the most authors, of one policy or query pack. */
export const MAX_ENTRIES = 100;

/** The most characters of the tags of one policy or query pack, keys and values together: lists carry them. */
export const MAX_TAGS_LENGTH = 8_192;

/** A version: one to four numbers, then what semver allows after them. `v` may stand before. */
export const VERSION = /^v?\d{1,9}(\.\d{1,9}){0,3}(-[0-9A-Za-z.-]{1,64})?(\+[0-9A-Za-z.-]{1,64})?$/;
