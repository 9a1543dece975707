/** The maximum size of a bundle, in bytes: 5 MiB. */
export const MAX_BUNDLE_BYTES = 5 * 1024 * 1024;

/**
 * The maximum number of lexical tokens (words, marks and line ends) in a bundle. A real bundle of 3 MB has about
 * 140,000; 5 MB of `-` and line ends would have five million, and need a gigabyte as a tree.
 */
export const MAX_TOKENS = 500_000;

/** The maximum depth of nested lists and maps. Real bundles reach ten. */
export const MAX_DEPTH = 64;

/** The maximum number of nodes that all aliases of a bundle expand to. Real bundles use a few. */
export const MAX_ALIASED_NODES = 10_000;

/** The maximum number of listed errors, and of warnings. More are only counted. */
export const MAX_FINDINGS = 100;

/** The maximum length of a name, license, author or tag, in characters. */
export const MAX_LINE = 500;

/** The maximum length of a description in a summary, in characters. The stored bytes have all of it. */
export const MAX_DESCRIPTION = 16_384;

/** The maximum number of tags, and of authors, of a policy or query pack. */
export const MAX_ENTRIES = 100;

/** The most characters of the tags of one policy or query pack, keys and values together: lists carry them. */
export const MAX_TAGS_LENGTH = 8_192;

/** A version: one to four numbers, then what semver allows after them. An initial `v` is allowed. */
export const VERSION = /^v?\d{1,9}(\.\d{1,9}){0,3}(-[0-9A-Za-z.-]{1,64})?(\+[0-9A-Za-z.-]{1,64})?$/;
