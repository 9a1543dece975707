/**
 * A uid: 1 to 200 letters, digits, dots, dashes and underscores, beginning with a letter or digit.
 * It becomes the last segment of an MRN, so that slashes, spaces and `..` have no place in it.
 */
export const UID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
